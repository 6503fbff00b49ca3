"""The verbs of the command line. A verb's module is imported when the verb is called."""

from __future__ import annotations

import importlib

import click

from reelmake import __version__

_VERBS: dict[str, tuple[str, str]] = {
    "new": ("reelmake.cli.new", "Create a workspace with an episode that is ready to render."),
    "plan": ("reelmake.cli.plan", "Show what would be made for an episode, why, and how long it takes."),
    "explain": ("reelmake.cli.explain", "Show which field of which action changed since the last plan."),
    "status": ("reelmake.cli.status", "Show the state of every episode."),
    "lineage": ("reelmake.cli.lineage", "Show what a file was made from, all the way up."),
    "verify": ("reelmake.cli.verify", "Hash every file of an episode, and compare it with its record."),
    "season": ("reelmake.cli.season", "Show which episodes of a season are done, and why one is not."),
    "watch": ("reelmake.cli.watch", "Show the progress of a run, live, and when it will be done."),
    "promote": ("reelmake.cli.promote", "Copy an artifact into another site's cache, verified and recorded."),
    "cache": ("reelmake.cli.cache", "Measure, trim, verify and pin a cache."),
    "cancel": ("reelmake.cli.cancel", "Stop a run, here or on a cluster. Finished work is kept."),
    "sites": ("reelmake.cli.sites", "List the sites where episodes are made, and generate their profiles."),
    "number": ("reelmake.cli.number", "Lock an episode's scene and shot numbers."),
    "script": ("reelmake.cli.script", "Parse a screenplay and list its scenes."),
    "write": ("reelmake.cli.write", "Write an episode from its brief, as a screenplay to edit."),
    "canon": ("reelmake.cli.canon", "Show and change the facts of the series, and judge episodes by them."),
    "approve": ("reelmake.cli.approve", "Approve a checkpoint of an episode, signed."),
    "reject": ("reelmake.cli.reject", "Reject a checkpoint of an episode, signed."),
    "approvals": ("reelmake.cli.approvals", "Show people's decisions and check their record."),
    "commit": ("reelmake.cli.commit", "Lock an episode's timing, once it is approved."),
    "skills": ("reelmake.cli.skills", "Get reports on an episode: breakdown, voices, plausibility and more."),
    "safety": ("reelmake.cli.safety", "Check for content that must not be filmed or published."),
    "assets": ("reelmake.cli.assets", "List the library, or the source of everything an episode needs."),
    "papers": ("reelmake.cli.papers", "List what can be made from an episode, from review version to stems."),
    "captions": ("reelmake.cli.captions", "Check captions by the rules of the large platforms."),
}


class LazyVerbs(click.Group):
    """A group that imports a verb's module only when the verb is called."""

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
