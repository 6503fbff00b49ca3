"""docs/cli.md: every command with its arguments and options, from click."""

from __future__ import annotations

from collections.abc import Iterator

import click
from tools.reference.markdown import escaped, paragraphs, wrapped

from reelmake.cli.verbs import verbs

PATH = "docs/cli.md"
_HEAD = """# Command line

Films are built by Snakemake; `reelmake` does what surrounds that. This page is generated from the commands themselves:
do not edit it, run `make regen`. `reelmake VERB --help` prints the same text.

Exit statuses and error reasons are listed in [errors.md](errors.md).
"""


def text() -> str:
    """Return the page."""
    context = click.Context(verbs, info_name="reelmake")
    parts = [_HEAD, _body(verbs, context)]
    parts += [section for name in verbs.list_commands(context) for section in _sections(name, verbs, context, "##")]
    return "\n".join(parts)


def _sections(name: str, group: click.Group, parent: click.Context, mark: str) -> Iterator[str]:
    command = group.get_command(parent, name)
    if command is None:
        raise LookupError(f"the verb {name} is listed but cannot be loaded")
    context = click.Context(command, info_name=name, parent=parent)
    yield f"{mark} `{context.command_path}`\n\n{_body(command, context)}"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _sections(inner, command, context, f"{mark}#")


def _body(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = [line for parameter in command.get_params(context) if (line := _option(parameter, context))]
    text = f"```\n{usage}\n```\n\n{paragraphs(escaped(command.help or ''))}\n"
    return text + ("\n" + "\n".join(options) + "\n" if options else "")


def _option(parameter: click.Parameter, context: click.Context) -> str:
    if not isinstance(parameter, click.Option) or parameter.hidden or "--help" in parameter.opts:
        return ""
    record = parameter.get_help_record(context)
    if record is None:
        return ""
    names, help_text = record
    return wrapped(f"`{names}`: {escaped(help_text)}", "- ", "  ")
