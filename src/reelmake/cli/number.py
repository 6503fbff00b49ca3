"""``reelmake number``: lock scene and shot numbers."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.workspace.workspace import Workspace


@click.command("number")
@click.argument("episode")
@click.option("--unlock", is_flag=True, help="Remove the lock, so that numbers follow the order again.")
@json_option
def command(episode: str, unlock: bool, as_json: bool) -> None:
    """Lock the scene and shot numbers of EPISODE as they stand, in story/EPISODE.numbers.yaml.

    From then on an inserted scene is called 14A and an inserted shot 14-2A, and nothing else is renamed. The file
    belongs with the screenplay, in version control. Locking again adds what has been inserted since.
    """
    from reelmake.episode.numbering import lock_numbers, numbers_path

    workspace = Workspace.here()
    workspace.check_episode(episode)
    path = numbers_path(workspace.root, episode)
    if unlock:
        existed = path.is_file()
        path.unlink(missing_ok=True)
        say(f"{path.name} removed; numbers follow the order again." if existed else "The numbers were not locked.")
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
