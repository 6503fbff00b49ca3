"""``reelmake cancel``: end a run, here or on a cluster."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, say


@click.command("cancel")
@click.argument("run")
@json_option
def command(run: str, as_json: bool) -> None:
    """End RUN: its Snakemake, if it runs on this host, and all its cluster jobs. What was finished is kept.

    RUN is a run's id, or `last`. The same snakemake command goes on where it was.
    """
    from reelmake.operations.cancel import cancel_run
    from reelmake.workspace.workspace import Workspace

    ended = cancel_run(Workspace.here(), run)
    if as_json:
        print_json({"run": ended.run_id, "cancelled": list(ended.cluster_jobs), "leader_stopped": ended.leader_stopped})
        return
    if ended.leader_stopped:
        say(f"{ended.run_id}: Snakemake was told to end.")
    if ended.cluster_jobs:
        say(f"{ended.run_id}: cancelled the cluster jobs {', '.join(ended.cluster_jobs)}.")
    if not ended.leader_stopped and not ended.cluster_jobs:
        say(f"{ended.run_id}: nothing of it is running.")
