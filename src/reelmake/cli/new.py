"""``reelmake new``: create a workspace."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from reelmake.cli.output import print_line
from reelmake.kernel.installation import build_command


@click.command("new")
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--title", default="", help="The series' title; by default the directory's name.")
def command(directory: str, title: str) -> None:
    """Create a workspace in DIRECTORY, with a short first episode that is ready to render.

    A directory that is not empty is refused, so no file is ever overwritten.
    """
    from reelmake.operations.profiles import write_profiles
    from reelmake.workspace.create import create_workspace
    from reelmake.workspace.workspace import Workspace

    root = Path(directory)
    written = create_workspace(root, title or root.resolve().name)
    # Without links in the user's configuration, Snakemake finds profiles by their path only.
    profiles = write_profiles(Workspace.at(root).sites, root / "profiles")
    for path in [*written, *(f"profiles/{name}" for name in profiles)]:
        print_line(f"  {path}")
    print_line("")
    print_line(f"A new workspace is in {root}. Render its first episode:")
    print_line(f"  cd {shlex.quote(str(root))}")
    print_line(f"  {build_command('episodes/ep01/render.mp4', workspace=root)}")
