"""Runs on a Slurm cluster: how their jobs are called, what a job knows of its place, and how they are cancelled."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from datetime import datetime

from reelmake.kernel.errors import Conflict, Internal

ATTEMPT, WAITED, TOKEN = "REELMAKE_ATTEMPT", "REELMAKE_QUEUE_WAIT", "REELMAKE_RUN_TOKEN"
_PATIENCE = 30.0
_ANSWER_SECONDS = 20.0


def job_name(run_id: str) -> str:
    """Return what every cluster job of a run is called."""
    return f"reelmake-{run_id}"


def settle_on_node(argv: Sequence[str], token: str) -> None:
    """Tell the jobs that this node's Snakemake starts: whom to end with, which attempt it is, how long it waited.

    The process that leads the run is on another host; jobs end with the one that started them here.
    """
    os.environ[TOKEN] = token
    if WAITED not in os.environ:
        os.environ[WAITED] = queue_wait(os.environ.get("SLURM_JOB_ID", ""))
        restarts = os.environ.get("SLURM_RESTART_COUNT", "0")
        os.environ[ATTEMPT] = str(_attempt(argv) + (int(restarts) if restarts.isdigit() else 0))


def _attempt(argv: Sequence[str]) -> int:
    """Return which attempt Snakemake says this is; it tells a Snakefile only by its command line."""
    following = argv[argv.index("--attempt") + 1 :] if "--attempt" in argv else []
    return int(following[0]) if following and following[0].isdigit() else 1


def queue_wait(job_id: str) -> str:
    """Return the seconds a cluster job waited between its submission and its start; empty when nobody says."""
    if not job_id.isdigit():
        return ""
    try:
        said = ask(["squeue", "--noheader", f"--jobs={job_id}", "--format=%V|%S"])
        submitted, started = (datetime.fromisoformat(text) for text in said.strip().split("|"))
    except (Internal, ValueError):
        return ""
    return f"{max((started - submitted).total_seconds(), 0):.3f}"


def cancel(run_ids: Iterable[str]) -> list[str]:
    """Cancel the cluster jobs of these runs and wait until they are gone; return the jobs' ids."""
    names = [job_name(run_id) for run_id in run_ids]
    found = jobs_called(names)
    if found:
        ask(["scancel", *found])
    end = time.monotonic() + _PATIENCE
    while left := jobs_called(names):
        if time.monotonic() > end:
            raise Conflict(
                f"cluster jobs of an earlier run do not end: {', '.join(left)}",
                remedy=f"look at them with: squeue --jobs={','.join(left)}",
                reason="JOBS_LEFT",
            )
        time.sleep(0.5)
    return found


def jobs_called(names: Sequence[str]) -> list[str]:
    """Return the ids of jobs of these names that wait, run or end just now."""
    if not names:
        return []
    states = "--states=PENDING,RUNNING,COMPLETING,SUSPENDED,CONFIGURING"
    return ask(["squeue", "--noheader", states, f"--name={','.join(names)}", "--format=%i"]).split()


def ask(command: list[str]) -> str:
    """Run a command of Slurm's and return what it says; raise Internal when the cluster does not answer."""
    remedy = "try again when the cluster's controller answers; nothing that was finished is lost"
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_ANSWER_SECONDS)
    except FileNotFoundError:
        raise Internal(
            f"{command[0]} is not installed here", remedy="use a host of the cluster", reason="NO_SLURM"
        ) from None
    except subprocess.TimeoutExpired:
        raise Internal(f"{command[0]} does not answer", remedy=remedy, reason="SLURM_AWAY") from None
    if done.returncode:
        raise Internal(f"{command[0]}: {done.stderr.strip()}", remedy=remedy, reason="SLURM_AWAY")
    return done.stdout
