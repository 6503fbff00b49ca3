"""A run: its id, its lock on the workspace, the records its jobs leave, and the summary made of them."""

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
from reelmake.execution.slurm import ATTEMPT, TOKEN, WAITED
from reelmake.kernel.errors import Conflict
from reelmake.kernel.files import sweep_temporaries, write_atomic
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import utc_now
from reelmake.kernel.process import host, process_token
from reelmake.workspace.workspace import SITE_VARIABLE

RUN_VARIABLE = "REELMAKE_RUN_ID"
LOCK = ".reelmake.lock"


def begin_run(root: Path, site_id: str, *, watched: bool = True, episodes: Sequence[str] = ()) -> str:
    """Name this run and tell its jobs by the environment; take the workspace's lock.

    Jobs of a ``watched`` run end with this process; on a cluster they run where they cannot see it.
    The kernel releases the lock when this process ends, however it ends, so there is never one to clean away.
    """
    _take_lock(root)
    run_id = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(3)}"
    os.environ[RUN_VARIABLE] = run_id
    os.environ[TOKEN] = process_token(os.getpid()) if watched else ""
    os.environ[SITE_VARIABLE] = site_id
    for left_by_another in (ATTEMPT, WAITED, ADDRESS):
        os.environ.pop(left_by_another, None)
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
    """Write down that a run has ended, and how."""
    ended = {"run_id": run_id, "status": status, "ended": utc_now()}
    with contextlib.suppress(OSError):
        write_atomic(root / "runs" / run_id / "ended.json", json.dumps(ended).encode() + b"\n")


def latest_run(root: Path) -> str:
    """Return the id of the run that began last; empty when there was none."""
    begun = max((root / "runs").glob("*/run.json"), key=lambda path: path.stat().st_mtime_ns, default=None)
    return begun.parent.name if begun else ""


def was_cut_short(root: Path) -> bool:
    """Say whether the run that began last was killed: it is over, or goes on, and nobody wrote down its end."""
    last = latest_run(root)
    return bool(last) and not (root / "runs" / last / "ended.json").exists()


def sweep_after_kill(root: Path, run_id: str) -> None:
    """Remove what a killed run was writing when it ended: all that is older than this run and bears no name yet.

    Snakemake's marks of unfinished files go too: jobs put files in place whole, so what is there now is finished, and a
    mark whose job was not asked for again would stay for good. No job may be running.
    """
    began = (root / "runs" / run_id / "run.json").stat().st_mtime_ns
    for part in ("build", "episodes"):
        sweep_temporaries(root / part, began)
    for mark in (root / ".snakemake" / "incomplete").rglob("*"):
        # Snakemake lays long names out as directories.
        if mark.is_file():
            mark.unlink()


def is_busy(root: Path) -> bool:
    """Say whether a run is at work in a workspace."""
    try:
        handle = os.open(root / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _locked_now(handle)
    finally:
        os.close(handle)


def unfinished_runs(root: Path, site_id: str) -> list[str]:
    """Return the runs at a site whose end nobody wrote down, oldest first: killed ones, and one that goes on."""
    found = []
    for path in sorted((root / "runs").glob("*/run.json")):
        with contextlib.suppress(OSError, ValueError):
            run = json.loads(path.read_bytes())
            if run.get("site_id") == site_id and not (path.parent / "ended.json").exists():
                found.append(path.parent.name)
    return found


def origin(trace: str, attempt: int = 1, waited: str = "") -> Origin:
    """Return who asks for this process's work, as the run's environment says.

    ``attempt`` is which one this is of those that began; a cluster may know of earlier ones that never came so far.
    """
    return Origin(
        run_id=os.environ.get(RUN_VARIABLE, ""),
        site_id=os.environ.get(SITE_VARIABLE) or "local",
        trace_id=trace,
        attempt=max(attempt, int(os.environ.get(ATTEMPT) or "1")),
        queue_wait=waited,
    )


def run_token() -> str:
    """Return the token of the process that leads this run; empty outside a run."""
    return os.environ.get(TOKEN, "")


def cluster_wait() -> str:
    """Return how long this process's cluster job waited to start, in seconds; empty where there is none."""
    return os.environ.get(WAITED, "")


def run_directory(root: Path) -> Path | None:
    """Return where the run this process belongs to keeps its records; None outside a run."""
    run_id = os.environ.get(RUN_VARIABLE, "")
    return root / "runs" / run_id if run_id else None


def summarise(
    root: Path, series: str, run_id: str, episode: str, *, jobs: Sequence[StageSummary], status: str = "running"
) -> RunSummary:
    """Return what a run did for one episode, given those of its jobs that were for it."""
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
    if not _locked_now(handle):
        holder = os.read(handle, 200).decode("utf-8", "replace").strip()
        os.close(handle)
        raise Conflict(
            f"another run is working in this workspace ({holder or 'unknown'})",
            where=str(root),
            remedy="wait for it or stop it; another workspace can be rendered meanwhile with --directory",
            reason="WORKSPACE_BUSY",
        )
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()} on {os.uname().nodename} since {utc_now()}\n".encode())
    # The handle stays open on purpose: the lock is held as long as this process lives.


def _locked_now(handle: int) -> bool:
    """Take the lock of a file, or say that another has it; one that only looks at it is gone in a moment."""
    for pause in (0.05, 0.2, 0.0):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(pause)
    return False
