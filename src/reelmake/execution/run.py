"""A run: its id, its lock on the workspace, its records, and the summary made from its jobs."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from reelmake.actions.runner import Origin
from reelmake.actions.worker.client import ADDRESS
from reelmake.documents.output import RunSummary, StageSummary
from reelmake.execution.slurm import ATTEMPT_VARIABLE, LEADER_VARIABLE, QUEUE_WAIT_VARIABLE
from reelmake.kernel.errors import Conflict
from reelmake.kernel.files import sweep_temporaries, write_atomic
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import utc_now
from reelmake.kernel.process import host, process_token
from reelmake.workspace.workspace import SITE_VARIABLE

RUN_VARIABLE = "REELMAKE_RUN_ID"
LOCK = ".reelmake.lock"


def begin_run(root: Path, site_id: str, *, jobs_are_local: bool = True, episodes: Sequence[str] = ()) -> str:
    """Start a run: take the workspace's lock, choose the run's id and pass it to jobs in the environment.

    Local jobs end when this process ends. Jobs on a cluster cannot see it: they end with the Snakemake on their node.
    The kernel releases the lock when this process ends, however it ends, so a stale lock is impossible.
    """
    _take_lock(root)
    run_id = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(3)}"
    os.environ[RUN_VARIABLE] = run_id
    os.environ[LEADER_VARIABLE] = process_token(os.getpid()) if jobs_are_local else ""
    os.environ[SITE_VARIABLE] = site_id
    for set_by_another_run in (ATTEMPT_VARIABLE, QUEUE_WAIT_VARIABLE, ADDRESS):
        os.environ.pop(set_by_another_run, None)
    run = {
        "run_id": run_id,
        "site_id": site_id,
        "host": host(),
        "leader": process_token(os.getpid()),
        "started": utc_now(),
        "episodes": list(episodes),
    }
    write_atomic(root / "runs" / run_id / "run.json", json.dumps(run, ensure_ascii=False).encode() + b"\n")
    return run_id


def complete_run(root: Path, run_id: str, status: str) -> None:
    """Record that a run has ended, and with which status."""
    ended = {"run_id": run_id, "status": status, "ended": utc_now()}
    with contextlib.suppress(OSError):
        write_atomic(root / "runs" / run_id / "ended.json", json.dumps(ended).encode() + b"\n")


def latest_run(root: Path) -> str:
    """Return the id of the run that started last; empty if there was none."""
    latest = max((root / "runs").glob("*/run.json"), key=lambda path: path.stat().st_mtime_ns, default=None)
    return latest.parent.name if latest else ""


def last_run_was_killed(root: Path) -> bool:
    """Return whether the last run has not recorded its end: it was killed, or it is still active."""
    last = latest_run(root)
    return bool(last) and not (root / "runs" / last / "ended.json").exists()


def clean_up_after_kill(root: Path, run_id: str) -> None:
    """Remove the temporary files that a killed run left behind. No job may be running.

    Temporary files newer than this run are kept. Snakemake's markers of incomplete outputs are removed too: jobs write
    files atomically, so every output that exists is complete, and a marker would otherwise stay until its job runs
    again.
    """
    began = (root / "runs" / run_id / "run.json").stat().st_mtime_ns
    for part in ("build", "episodes"):
        sweep_temporaries(root / part, began)
    for marker in (root / ".snakemake" / "incomplete").rglob("*"):
        # Snakemake splits long names into directories.
        if marker.is_file():
            marker.unlink()


def has_active_run(root: Path) -> bool:
    """Return whether a run is active in a workspace."""
    try:
        handle = os.open(root / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def unfinished_runs(root: Path, site_id: str) -> list[str]:
    """Return the runs of a site that have not recorded their end, oldest first: killed runs, and an active one."""
    found = []
    for path in sorted((root / "runs").glob("*/run.json")):
        with contextlib.suppress(OSError, ValueError):
            run = json.loads(path.read_bytes())
            if run.get("site_id") == site_id and not (path.parent / "ended.json").exists():
                found.append(path.parent.name)
    return found


def current_origin(trace: str, attempt: int = 1, waited: str = "") -> Origin:
    """Return the run, site and attempt this process works for, from the environment that the run has set.

    ``attempt`` counts the attempts that started. The cluster may have counted more: some fail before a job starts.
    """
    return Origin(
        run_id=os.environ.get(RUN_VARIABLE, ""),
        site_id=os.environ.get(SITE_VARIABLE) or "local",
        trace_id=trace,
        attempt=max(attempt, int(os.environ.get(ATTEMPT_VARIABLE) or "1")),
        queue_wait=waited,
    )


def leader_token() -> str:
    """Return the token of the process that this run's jobs end with; empty outside a run."""
    return os.environ.get(LEADER_VARIABLE, "")


def cluster_queue_wait() -> str:
    """Return how many seconds this process's cluster job waited to start; empty outside a cluster job."""
    return os.environ.get(QUEUE_WAIT_VARIABLE, "")


def run_directory(root: Path) -> Path | None:
    """Return the directory with the records of the current run; None outside a run."""
    run_id = os.environ.get(RUN_VARIABLE, "")
    return root / "runs" / run_id if run_id else None


def run_summary(
    root: Path, series: str, run_id: str, episode: str, *, jobs: Sequence[StageSummary], status: str = "running"
) -> RunSummary:
    """Return the summary of what a run did for one episode, from its jobs for that episode."""
    run = json.loads((root / "runs" / run_id / "run.json").read_bytes())
    keyed = [job for job in jobs if job.key and job.status in ("done", "cached")]
    hits = sum(job.status == "cached" for job in keyed)
    return RunSummary(
        trace_id=trace_id(series, episode),
        run_id=run_id,
        site_id=run["site_id"],
        tenant_id="default",
        episode=episode,
        started=run["started"],
        ended=utc_now(),
        status=status,
        stages=tuple(jobs),
        jobs=len(jobs),
        cache_hits=hits,
        cache_misses=len(keyed) - hits,
        cache_hit_percent=hits * 100 // len(keyed) if keyed else 0,
        retries=sum(job.attempt > 1 for job in jobs),
        failures=sum(job.status == "failed" for job in jobs),
        local_jobs=len(jobs),
    )


def _take_lock(root: Path) -> None:
    path = root / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    if not _try_lock(handle):
        holder = os.read(handle, 200).decode("utf-8", "replace").strip()
        os.close(handle)
        raise Conflict(
            f"another run is active in this workspace ({holder or 'unknown'})",
            where=str(root),
            remedy="wait for it or stop it; other workspaces can be rendered meanwhile with --directory",
            reason="WORKSPACE_BUSY",
        )
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()} on {os.uname().nodename} since {utc_now()}\n".encode())
    # The handle stays open on purpose: this process holds the lock as long as it lives.


def _try_lock(handle: int) -> bool:
    """Take the lock of a file and return True, or return False if another process holds it.

    It tries for a moment, because ``has_active_run`` holds the lock for an instant to test it.
    """
    for pause in (0.05, 0.2, 0.0):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(pause)
    return False
