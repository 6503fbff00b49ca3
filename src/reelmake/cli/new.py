"""``reelmake new``: lay out a fresh workspace."""

from __future__ import annotations

from pathlib import Path

import click

from reelmake.cli.output import say


@click.command("new")
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--title", default="", help="The series' title; the directory's name without it.")
def command(directory: str, title: str) -> None:
    """Lay out a workspace in DIRECTORY with a short first episode that renders at once.

    Files that are there already are never touched; a directory that is not empty is refused.
    """
    from reelmake.workspace.create import create_workspace

    root = Path(directory)
    written = create_workspace(root, title or root.resolve().name)
    for path in written:
        say(f"  {path}")
    say("")
    say(f"A workspace is laid out in {root}. Render its first episode:")
    say(f"  cd {root}")
    say("  snakemake --profile site-a episodes/ep01/render.mp4")
