"""``reelmake new``: lay out a fresh workspace."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from reelmake.cli.output import say
from reelmake.kernel.installation import build_command


@click.command("new")
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--title", default="", help="The series' title; the directory's name without it.")
def command(directory: str, title: str) -> None:
    """Lay out a workspace in DIRECTORY with a short first episode that renders at once.

    Files that are there already are never touched; a directory that is not empty is refused.
    """
    from reelmake.operations.profiles import write_profiles
    from reelmake.workspace.create import create_workspace
    from reelmake.workspace.workspace import Workspace

    root = Path(directory)
    written = create_workspace(root, title or root.resolve().name)
    # Without links in the user's configuration, Snakemake finds profiles by their path only.
    profiles = write_profiles(Workspace.at(root).sites, root / "profiles")
    for path in [*written, *(f"profiles/{name}" for name in profiles)]:
        say(f"  {path}")
    say("")
    say(f"A workspace is laid out in {root}. Render its first episode:")
    say(f"  cd {shlex.quote(str(root))}")
    say(f"  {build_command('episodes/ep01/render.mp4', workspace=root)}")
