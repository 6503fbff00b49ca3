"""The verbs, each loaded when it is called."""

from __future__ import annotations

import importlib

import click

from reelmake import __version__

_VERBS: dict[str, tuple[str, str]] = {
    "new": ("reelmake.cli.new", "Lay out a fresh workspace that renders at once."),
    "plan": ("reelmake.cli.plan", "What would be made for an episode, why, and how long it takes."),
    "explain": ("reelmake.cli.explain", "Which field of which action changed since the last plan."),
    "status": ("reelmake.cli.status", "Where every episode stands."),
    "lineage": ("reelmake.cli.lineage", "What a file was made from, all the way up."),
    "verify": ("reelmake.cli.verify", "Hash everything that made an episode again, and compare."),
    "season": ("reelmake.cli.season", "Which episodes of a season are done, and why one is not."),
    "watch": ("reelmake.cli.watch", "How far a run has come, live, and when it will be done."),
    "promote": ("reelmake.cli.promote", "Bring an artifact to another site's cache, on record."),
    "cache": ("reelmake.cli.cache", "How large a cache is, what goes from it, whether it is sound."),
    "cancel": ("reelmake.cli.cancel", "End a run, here or on a cluster; what was finished is kept."),
    "sites": ("reelmake.cli.sites", "Where episodes are made, and the profiles made from it."),
    "number": ("reelmake.cli.number", "Lock an episode's scene and shot numbers."),
    "script": ("reelmake.cli.script", "Read a screenplay and say what is in it."),
    "write": ("reelmake.cli.write", "Have an episode written from its brief, as a screenplay to edit."),
    "canon": ("reelmake.cli.canon", "The series' truth: show it, change it, judge an episode by it."),
    "approve": ("reelmake.cli.approve", "Say yes to what you were shown; it is signed and kept."),
    "reject": ("reelmake.cli.reject", "Say no to what you were shown, and why."),
    "approvals": ("reelmake.cli.approvals", "Where decisions stand, and whether their record is whole."),
    "commit": ("reelmake.cli.commit", "Lock an episode's timing, once it is approved."),
    "skills": ("reelmake.cli.skills", "Readers' reports on an episode: breakdown, voices, plausibility and more."),
    "safety": ("reelmake.cli.safety", "Look for content that must not be filmed or published."),
    "assets": ("reelmake.cli.assets", "Show the library, or what an episode would take from it."),
    "papers": ("reelmake.cli.papers", "What can be made of an episode, from review version to stems, and how."),
    "captions": ("reelmake.cli.captions", "Judge captions by the rules of the large platforms."),
}


class LazyVerbs(click.Group):
    """A group that knows its verbs by name and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command = getattr(importlib.import_module(_VERBS[cmd_name][0]), "command", None)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, text) for name, (_module, text) in _VERBS.items()])


@click.group(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reelmake")
@click.option(
    "--directory",
    "-d",
    type=click.Path(exists=True, file_okay=False),
    help="The workspace to work in, instead of the current directory.",
)
def verbs(directory: str | None) -> None:
    """make, for films: a screenplay becomes an episode, and only what changed is made again.

    Films are made by Snakemake: snakemake --profile site-a episodes/ep03/render.mp4
    """
    if directory:
        import os

        os.chdir(directory)
