"""``reelmake papers``: what can be made of an episode, where it lies, and the command that makes it."""

from __future__ import annotations

import shlex
from dataclasses import asdict

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace


@click.command("papers")
@click.argument("episode")
@click.argument("names", nargs=-1)
@click.option("--targets", is_flag=True, help="Print the targets alone, for snakemake $(reelmake papers EP --targets).")
@json_option
def command(episode: str, names: tuple[str, ...], targets: bool, as_json: bool) -> None:
    """Say what can be made of EPISODE, or of it the things NAMES name, and how. Nothing is made.

    Films in every profile, review version, storyboard, contact sheet, timelines, mezzanines, stems and the page.
    """
    from reelmake.workspace.deliverables import deliverables, select_deliverables

    found = deliverables(Workspace.here(), episode)
    shown = select_deliverables(found, names) if names else found
    paths = [target for one in shown for target in one.targets]
    if as_json:
        print_json([asdict(one) for one in shown])
    elif targets:
        say(" ".join(paths))
    else:
        print_table(
            f"{episode}: what can be made of it",
            ("name", "what", "where", "made"),
            ((one.name, one.what, "\n".join(one.targets), "yes" if one.made else "") for one in shown),
        )
        if names:
            say(f"Make it, or bring it up to date: {build_command(shlex.join(paths))}")
        else:
            say(f"Make some of it: {build_command(f'$(reelmake papers {episode} review storyboard --targets)')}")
