"""Ending a run on purpose."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from reelmake.execution.run import complete_run, latest_run
from reelmake.execution.slurm import active_job_ids, cancel_runs, job_name
from reelmake.kernel.errors import NotFound, did_you_mean, one_line
from reelmake.kernel.process import is_alive
from reelmake.workspace.workspace import Workspace

_PATIENCE = 20.0


@dataclass(frozen=True)
class Cancelled:
    """What was ended of a run."""

    run_id: str
    leader_stopped: bool
    cluster_jobs: tuple[str, ...]


def cancel_run(workspace: Workspace, run_id: str) -> Cancelled:
    """End a run: first the process that leads it, so that it submits nothing more, then its cluster jobs."""
    run = latest_run(workspace.root) if run_id == "last" else run_id
    path = workspace.root / "runs" / run / "run.json"
    known = sorted(each.parent.name for each in (workspace.root / "runs").glob("*/run.json"))
    if run not in known:
        raise NotFound(
            f"there is no run {one_line(run)!r}{did_you_mean(run, known)}",
            allowed=", ".join(known[-5:]) or "(there was none yet)",
            remedy="name one of these, or: last",
            reason="NO_RUN",
        )
    told = json.loads(path.read_bytes())
    site = workspace.sites.sites.get(told.get("site_id", ""))
    on_cluster = site is not None and site.executor == "slurm"
    # An interrupted Snakemake cancels what it submitted; one that was killed, or is elsewhere, does not.
    jobs = active_job_ids([job_name(run)]) if on_cluster else []
    stopped = _stop_leader(told.get("leader", ""), path.parent)
    if on_cluster:
        jobs = sorted({*jobs, *cancel_runs([run])}, key=int)
    if stopped or jobs:
        complete_run(workspace.root, run, "cancelled")
    return Cancelled(run, stopped, tuple(jobs))


def _stop_leader(token: str, run: Path) -> bool:
    """Interrupt the run's Snakemake where it is on this host, and wait for it; after a while it is killed."""
    if (
        not token
        or (run / "ended.json").exists()
        or token.split(":", 1)[0] != os.uname().nodename
        or not is_alive(token)
    ):
        return False
    pid = int(token.rsplit(":", 2)[1])
    for ask in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, ask)
        end = time.monotonic() + _PATIENCE
        while is_alive(token) and time.monotonic() < end:
            time.sleep(0.1)
    return True
