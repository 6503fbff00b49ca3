"""``reelmake number``: lock scene and shot numbers."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.workspace.workspace import Workspace


@click.command("number")
@click.argument("episode")
@click.option("--unlock", is_flag=True, help="Remove the lock, so that numbers follow the order again.")
@json_option
def command(episode: str, unlock: bool, as_json: bool) -> None:
    """Lock the current scene and shot numbers of EPISODE in story/EPISODE.numbers.yaml.

    From then on an inserted scene is called 14A and an inserted shot 14-2A, and nothing else is renamed. Keep the file
    in version control with the screenplay. Run it again to lock what was inserted since.
    """
    from reelmake.episode.numbering import lock_numbers, numbers_path

    workspace = Workspace.here()
    workspace.check_episode(episode)
    path = numbers_path(workspace.root, episode)
    if unlock:
        existed = path.is_file()
        path.unlink(missing_ok=True)
        removed = f"{path.name} removed; numbers follow the order again."
        print_line(removed if existed else "The numbers were not locked.")
        return
    numbering = lock_numbers(workspace, episode)
    if as_json:
        print_json(numbering.model_dump(mode="json"))
        return
    print_table(
        f"locked in story/{path.name}",
        ("scene", "shots"),
        ((scene.id, ", ".join(shot.id for shot in scene.shots)) for scene in numbering.scenes),
    )
