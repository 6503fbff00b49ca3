"""``reelmake papers``: list what can be made from an episode, its files, and the command that makes it."""

from __future__ import annotations

import shlex
from dataclasses import asdict

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace


@click.command("papers")
@click.argument("episode")
@click.argument("names", nargs=-1)
@click.option("--targets", is_flag=True, help="Print only the targets, for snakemake $(reelmake papers EP --targets).")
@json_option
def command(episode: str, names: tuple[str, ...], targets: bool, as_json: bool) -> None:
    """List what can be made from EPISODE, or only NAMES, and the command that makes it. Nothing is made.

    That is: films in every profile, review version, storyboard, contact sheet, timelines, mezzanines, stems, the page.
    """
    from reelmake.workspace.deliverables import deliverables, select_deliverables

    found = deliverables(Workspace.here(), episode)
    selected = select_deliverables(found, names) if names else found
    paths = [target for one in selected for target in one.targets]
    if as_json:
        print_json([asdict(one) for one in selected])
    elif targets:
        print_line(" ".join(paths))
    else:
        print_table(
            f"{episode}: what can be made from it",
            ("name", "what", "where", "made"),
            ((one.name, one.what, "\n".join(one.targets), "yes" if one.made else "") for one in selected),
        )
        if names:
            print_line(f"Make or update it: {build_command(shlex.join(paths))}")
        else:
            print_line(f"Make some of it: {build_command(f'$(reelmake papers {episode} review storyboard --targets)')}")
