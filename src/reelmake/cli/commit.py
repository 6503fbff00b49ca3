"""``reelmake commit``: lock an episode's timing and ids."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line
from reelmake.workspace.workspace import Workspace


@click.command("commit")
@click.argument("episode")
@json_option
def command(episode: str, as_json: bool) -> None:
    """Lock the approved timing and ids of EPISODE in episodes/EPISODE/timing_lock.json.

    Exits with status 75 if they are not approved yet: that is waiting, not a failure.
    """
    from reelmake.documents.shotlist import ShotList
    from reelmake.execution.job import job
    from reelmake.governance.approvals.decisions import lock_timing

    workspace = Workspace.here()
    workspace.check_episode(episode)
    shotlist = ShotList.load(f"episodes/{episode}/shotlist.json")
    lock = lock_timing(workspace, shotlist)
    with job("commit", episode) as this:
        this.save(lock, f"episodes/{episode}/timing_lock.json", shotlist.as_parent())
    if as_json:
        print_json(lock.model_dump(mode="json"))
        return
    print_line(
        f"{episode}: {lock.total_frames} frames in {len(lock.shots)} shots are locked ({lock.timing_lock_hash[:12]})."
    )
