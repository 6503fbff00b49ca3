"""Cancels a run: its Snakemake and its cluster jobs."""

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

_STOP_TIMEOUT = 20.0
"""Seconds to wait after a signal"""


@dataclass(frozen=True)
class Cancelled:
    """What of a run was stopped."""

    run_id: str
    leader_stopped: bool
    cluster_jobs: tuple[str, ...]


def cancel_run(workspace: Workspace, run_id: str) -> Cancelled:
    """Cancel a run: stop its Snakemake first, so that it submits nothing more, and then cancel its cluster jobs."""
    run = latest_run(workspace.root) if run_id == "last" else run_id
    path = workspace.root / "runs" / run / "run.json"
    known = sorted(each.parent.name for each in (workspace.root / "runs").glob("*/run.json"))
    if run not in known:
        raise NotFound(
            f"there is no run {one_line(run)!r}{did_you_mean(run, known)}",
            allowed=", ".join(known[-5:]) or "(there is no run yet)",
            remedy="name one of these, or: last",
            reason="NO_RUN",
        )
    record = json.loads(path.read_bytes())
    site = workspace.sites.sites.get(record.get("site_id", ""))
    on_cluster = site is not None and site.executor == "slurm"
    # Listed first: an interrupted Snakemake cancels its own jobs, one that is killed or on another host does not.
    jobs = active_job_ids([job_name(run)]) if on_cluster else []
    stopped = _stop_leader(record.get("leader", ""), path.parent)
    if on_cluster:
        jobs = sorted({*jobs, *cancel_runs([run])}, key=int)
    if stopped or jobs:
        complete_run(workspace.root, run, "cancelled")
    return Cancelled(run, stopped, tuple(jobs))


def _stop_leader(token: str, run: Path) -> bool:
    """Interrupt the run's Snakemake and wait for it, then kill it; return False if it is not running on this host."""
    if (
        not token
        or (run / "ended.json").exists()
        or token.split(":", 1)[0] != os.uname().nodename
        or not is_alive(token)
    ):
        return False
    pid = int(token.rsplit(":", 2)[1])
    for signal_number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal_number)
        deadline = time.monotonic() + _STOP_TIMEOUT
        while is_alive(token) and time.monotonic() < deadline:
            time.sleep(0.1)
    return True
