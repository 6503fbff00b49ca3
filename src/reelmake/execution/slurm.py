"""The cluster jobs of a run on Slurm: their name, their environment on a node, and how they are cancelled."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from datetime import datetime

from reelmake.kernel.errors import Conflict, Internal

ATTEMPT_VARIABLE = "REELMAKE_ATTEMPT"
QUEUE_WAIT_VARIABLE = "REELMAKE_QUEUE_WAIT"
LEADER_VARIABLE = "REELMAKE_RUN_TOKEN"
"""The token of the process that jobs end with"""
_CANCEL_TIMEOUT = 30.0
_COMMAND_TIMEOUT = 20.0


def job_name(run_id: str) -> str:
    """Return the name that all cluster jobs of a run share."""
    return f"reelmake-{run_id}"


def set_node_environment(argv: Sequence[str], token: str) -> None:
    """Set the environment of the jobs that the Snakemake on this node starts.

    It says which process the jobs end with (this Snakemake, because the run's own is on another host), which attempt
    this is, and how long the cluster job waited in the queue.
    """
    os.environ[LEADER_VARIABLE] = token
    if QUEUE_WAIT_VARIABLE not in os.environ:
        os.environ[QUEUE_WAIT_VARIABLE] = queue_wait(os.environ.get("SLURM_JOB_ID", ""))
        restarts = os.environ.get("SLURM_RESTART_COUNT", "0")
        os.environ[ATTEMPT_VARIABLE] = str(_attempt(argv) + (int(restarts) if restarts.isdigit() else 0))


def _attempt(argv: Sequence[str]) -> int:
    """Return the attempt from Snakemake's command line: a Snakefile has no other way to know it."""
    following = argv[argv.index("--attempt") + 1 :] if "--attempt" in argv else []
    return int(following[0]) if following and following[0].isdigit() else 1


def queue_wait(job_id: str) -> str:
    """Return the seconds between a cluster job's submission and its start; empty if Slurm does not say."""
    if not job_id.isdigit():
        return ""
    try:
        output = run_slurm_command(["squeue", "--noheader", f"--jobs={job_id}", "--format=%V|%S"])
        submitted, started = (datetime.fromisoformat(text) for text in output.strip().split("|"))
    except (Internal, ValueError):
        return ""
    return f"{max((started - submitted).total_seconds(), 0):.3f}"


def cancel_runs(run_ids: Iterable[str]) -> list[str]:
    """Cancel all cluster jobs of these runs, wait until they have ended, and return their ids."""
    names = [job_name(run_id) for run_id in run_ids]
    cancelled = active_job_ids(names)
    if cancelled:
        run_slurm_command(["scancel", *cancelled])
    deadline = time.monotonic() + _CANCEL_TIMEOUT
    while remaining := active_job_ids(names):
        if time.monotonic() > deadline:
            raise Conflict(
                f"cluster jobs of an earlier run do not end: {', '.join(remaining)}",
                remedy=f"look at them with: squeue --jobs={','.join(remaining)}",
                reason="JOBS_LEFT",
            )
        time.sleep(0.5)
    return cancelled


def active_job_ids(names: Sequence[str]) -> list[str]:
    """Return the ids of the jobs with these names that are pending, running or ending."""
    if not names:
        return []
    states = "--states=PENDING,RUNNING,COMPLETING,SUSPENDED,CONFIGURING"
    return run_slurm_command(["squeue", "--noheader", states, f"--name={','.join(names)}", "--format=%i"]).split()


def run_slurm_command(command: list[str]) -> str:
    """Run a Slurm command and return its output; raise Internal if it is not installed, fails or does not answer."""
    remedy = "try again when the cluster's controller answers; finished work is kept"
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_COMMAND_TIMEOUT)
    except FileNotFoundError:
        raise Internal(
            f"{command[0]} is not installed here", remedy="use a host of the cluster", reason="NO_SLURM"
        ) from None
    except subprocess.TimeoutExpired:
        raise Internal(f"{command[0]} does not answer", remedy=remedy, reason="SLURM_AWAY") from None
    if done.returncode:
        raise Internal(f"{command[0]}: {done.stderr.strip()}", remedy=remedy, reason="SLURM_AWAY")
    return done.stdout
