"""``reelmake cancel``: stop a run, here or on a cluster."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line


@click.command("cancel")
@click.argument("run")
@json_option
def command(run: str, as_json: bool) -> None:
    """Stop RUN: its Snakemake, if it runs on this host, and all its cluster jobs. Finished work is kept.

    RUN is a run's id, or `last`. Repeat the snakemake command to continue.
    """
    from reelmake.operations.cancel import cancel_run
    from reelmake.workspace.workspace import Workspace

    ended = cancel_run(Workspace.here(), run)
    if as_json:
        print_json({"run": ended.run_id, "cancelled": list(ended.cluster_jobs), "leader_stopped": ended.leader_stopped})
        return
    if ended.leader_stopped:
        print_line(f"{ended.run_id}: Snakemake was stopped.")
    if ended.cluster_jobs:
        print_line(f"{ended.run_id}: cancelled the cluster jobs {', '.join(ended.cluster_jobs)}.")
    if not ended.leader_stopped and not ended.cluster_jobs:
        print_line(f"{ended.run_id}: it is not running.")
