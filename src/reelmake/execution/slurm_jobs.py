"""A single job on a Slurm cluster: submit it, interpret its state, and read the exit status it recorded."""

from __future__ import annotations

import enum
import os
import re
import shlex
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reelmake.execution.slurm import run_slurm_command
from reelmake.kernel.errors import Internal, one_line

_JOB_ID = re.compile(r"\s*(\d+)(;\S*)?\s*")
_SUBMIT_TIMEOUT = 60.0
_RETRY_SECONDS = 600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 30.0
_UNREACHABLE = ("unable to contact", "socket timed out", "connection refused", "communication", "temporarily")
"""Parts of the messages by which sbatch says that it did not reach the controller"""


class JobOutcome(enum.Enum):
    """What a Slurm state means for a job."""

    UNFINISHED = "it is pending or running, or will run again"
    DONE = "it succeeded"
    FAILED = "it failed"
    UNCERTAIN = "its node failed or it was preempted: Slurm may start it again, and its state will say so soon"


_DONE = frozenset({"COMPLETED"})
_UNCERTAIN = frozenset({"NODE_FAIL", "PREEMPTED"})
_FAILED = frozenset(
    {"BOOT_FAIL", "CANCELLED", "DEADLINE", "FAILED", "OUT_OF_MEMORY", "REVOKED", "SPECIAL_EXIT", "TIMEOUT"}
)


def outcome_of(state: str) -> JobOutcome:
    """Return what a Slurm state means. A state that is not listed counts as unfinished."""
    for outcome, states in (
        (JobOutcome.DONE, _DONE),
        (JobOutcome.UNCERTAIN, _UNCERTAIN),
        (JobOutcome.FAILED, _FAILED),
    ):
        if state.upper() in states:
            return outcome
    return JobOutcome.UNFINISHED


@dataclass(frozen=True)
class Submission:
    """What one cluster job runs and the resources it requests."""

    name: str
    command: str
    logs: Path
    directory: Path
    partition: str = ""
    memory_mb: int = 0
    minutes: int = 0
    cores: int = 1
    account: str = ""
    qos: str = ""

    def arguments(self, token: str) -> list[str]:
        """Return the sbatch command. ``token`` identifies the job if sbatch's answer is lost."""
        optional = {
            "--partition": self.partition,
            "--mem": self.memory_mb and str(self.memory_mb),
            "--time": self.minutes and str(self.minutes),
            "--account": self.account,
            "--qos": self.qos,
        }
        return [
            "sbatch",
            "--parsable",
            "--export=ALL",
            "--requeue",
            "--ntasks=1",
            f"--cpus-per-task={self.cores}",
            f"--job-name={self.name}",
            f"--comment={token}",
            f"--chdir={self.directory}",
            f"--output={self.logs / '%j.log'}",
            *(f"{option}={value}" for option, value in optional.items() if value),
        ]

    def script(self) -> str:
        """Return the job script: it runs the command and writes its exit status to a file, because Slurm forgets it."""
        exit_file = f"{shlex.quote(str(self.logs))}/$SLURM_JOB_ID.exit"
        return f"#!/bin/sh\n{self.command}\nstatus=$?\necho $status > {exit_file}\nexit $status\n"


def submit(submission: Submission, pause: Callable[[float], None] = time.sleep) -> str:
    """Submit a job and return its id. Retries while the controller is unreachable, and never submits a job twice."""
    submission.logs.mkdir(parents=True, exist_ok=True)
    token = uuid.uuid4().hex
    waited, seconds = 0.0, _FIRST_PAUSE
    while True:
        try:
            return _submit_once(submission, token)
        except _ControllerUnreachable as problem:
            if waited >= _RETRY_SECONDS:
                raise Internal(
                    f"sbatch: {problem}",
                    remedy="run the same command again when the cluster's controller answers; finished work is kept",
                    reason="SLURM_AWAY",
                ) from None
        pause(seconds)
        waited, seconds = waited + seconds, min(seconds * 2, _LONGEST_PAUSE)
        # The controller may have accepted the job although its answer was lost.
        if job_id := _find_job(token, submission.name):
            return job_id


class _ControllerUnreachable(Exception):
    """sbatch did not reach the controller."""


def _submit_once(submission: Submission, token: str) -> str:
    arguments = submission.arguments(token)
    try:
        done = subprocess.run(
            arguments,
            input=submission.script(),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SUBMIT_TIMEOUT,
            env=without_job_variables(os.environ),
        )
    except FileNotFoundError:
        raise Internal("sbatch is not installed here", remedy="use a host of the cluster", reason="NO_SLURM") from None
    except subprocess.TimeoutExpired:
        raise _ControllerUnreachable("no answer") from None
    message = one_line(done.stderr.strip())
    if done.returncode == 0 and (job_id := _JOB_ID.fullmatch(done.stdout)):
        return job_id[1]
    if any(sign in message.lower() for sign in _UNREACHABLE):
        raise _ControllerUnreachable(message)
    raise Internal(
        f"sbatch refused a job: {message or one_line(done.stdout)}",
        remedy="compare the site's entry in config/sites.yaml with what `sinfo` shows",
        reason="REFUSED_BY_SLURM",
    )


def _find_job(token: str, name: str) -> str:
    """Return the id of the job submitted with a token; empty if there is none or the controller does not answer."""
    try:
        output = run_slurm_command(["squeue", "--noheader", "--states=all", f"--name={name}", "--format=%i|%k"])
    except Internal:
        return ""
    found = [line.split("|", 1)[0] for line in output.split() if line.endswith(f"|{token}")]
    return found[0] if found else ""


def without_job_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without Slurm's variables of a surrounding job, whose limits a new job would inherit."""
    return {name: value for name, value in environment.items() if not name.startswith("SLURM_") or name == "SLURM_CONF"}


def states_of(name: str) -> dict[str, str]:
    """Return the states of all jobs with a name, by job id. Jobs that ended recently are among them."""
    output = run_slurm_command(["squeue", "--noheader", "--states=all", f"--name={name}", "--format=%i|%T"])
    return dict(line.split("|", 1) for line in output.split() if "|" in line)


def recorded_exit_status(logs: Path, job_id: str) -> int | None:
    """Return the exit status that a job's script wrote, or None if it has not written one."""
    try:
        text = (logs / f"{job_id}.exit").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return int(text) if text.isdigit() else None


def remove_job_files(logs: Path) -> None:
    """Remove the files of ended jobs; keep the logs of jobs that failed."""
    for exit_file in logs.glob("*.exit"):
        if recorded_exit_status(logs, exit_file.stem) == 0:
            exit_file.with_suffix(".log").unlink(missing_ok=True)
        exit_file.unlink(missing_ok=True)
    for waits in logs.glob("*.waits"):
        waits.unlink(missing_ok=True)
