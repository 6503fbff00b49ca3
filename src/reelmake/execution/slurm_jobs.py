"""One job on a Slurm cluster: how it is submitted, what a state says of it, and what it left behind."""

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

from reelmake.execution.slurm import ask
from reelmake.kernel.errors import Internal, one_line

_NUMBER = re.compile(r"\s*(\d+)(;\S*)?\s*")
_SUBMIT_SECONDS = 60.0
_PATIENCE = 600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 30.0
_AWAY = ("unable to contact", "socket timed out", "connection refused", "communication", "temporarily")


class Fate(enum.Enum):
    """What a job's state says of it."""

    GOING = "it waits, runs, or will run again"
    DONE = "it ended well"
    FAILED = "it ended, and not well"
    DOUBTFUL = "its node is lost or it gave way to others: Slurm may start it again, and says so soon"


_DONE = frozenset({"COMPLETED"})
_DOUBTFUL = frozenset({"NODE_FAIL", "PREEMPTED"})
_FAILED = frozenset(
    {"BOOT_FAIL", "CANCELLED", "DEADLINE", "FAILED", "OUT_OF_MEMORY", "REVOKED", "SPECIAL_EXIT", "TIMEOUT"}
)


def fate_of(state: str) -> Fate:
    """Return what a state of Slurm's means; one that nobody knows yet is waited for."""
    for fate, states in ((Fate.DONE, _DONE), (Fate.DOUBTFUL, _DOUBTFUL), (Fate.FAILED, _FAILED)):
        if state.upper() in states:
            return fate
    return Fate.GOING


@dataclass(frozen=True)
class Request:
    """What is asked of the cluster for one job."""

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
        """Return the call that submits it. ``token`` is what it is found by, should the answer be lost."""
        wanted = {
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
            *(f"{option}={value}" for option, value in wanted.items() if value),
        ]

    def script(self) -> str:
        """Return what the node runs: the command, and its exit status written where it outlives Slurm's memory."""
        left = f"{shlex.quote(str(self.logs))}/$SLURM_JOB_ID.exit"
        return f"#!/bin/sh\n{self.command}\nstatus=$?\necho $status > {left}\nexit $status\n"


def submit(request: Request, pause: Callable[[float], None] = time.sleep) -> str:
    """Submit a job and return its id. A controller that is away is waited for, and nothing is submitted twice."""
    request.logs.mkdir(parents=True, exist_ok=True)
    token = uuid.uuid4().hex
    waited, seconds = 0.0, _FIRST_PAUSE
    while True:
        try:
            return _submitted(request, token)
        except _Away as away:
            if waited >= _PATIENCE:
                raise Internal(
                    f"sbatch: {away}",
                    remedy="run the same command again when the cluster's controller answers; nothing finished is lost",
                    reason="SLURM_AWAY",
                ) from None
        pause(seconds)
        waited, seconds = waited + seconds, min(seconds * 2, _LONGEST_PAUSE)
        # The call may have been heard and only its answer lost.
        if known := _known_by(token, request.name):
            return known


class _Away(Exception):
    """The controller did not take the call."""


def _submitted(request: Request, token: str) -> str:
    arguments = request.arguments(token)
    try:
        done = subprocess.run(
            arguments,
            input=request.script(),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SUBMIT_SECONDS,
            env=outside_of_jobs(os.environ),
        )
    except FileNotFoundError:
        raise Internal("sbatch is not installed here", remedy="use a host of the cluster", reason="NO_SLURM") from None
    except subprocess.TimeoutExpired:
        raise _Away("no answer") from None
    said = one_line(done.stderr.strip())
    if done.returncode == 0 and (number := _NUMBER.fullmatch(done.stdout)):
        return number[1]
    if any(sign in said.lower() for sign in _AWAY):
        raise _Away(said)
    raise Internal(
        f"sbatch refused a job: {said or one_line(done.stdout)}",
        remedy="compare the site's entry in config/sites.yaml with what `sinfo` shows",
        reason="REFUSED_BY_SLURM",
    )


def _known_by(token: str, name: str) -> str:
    try:
        said = ask(["squeue", "--noheader", "--states=all", f"--name={name}", "--format=%i|%k"])
    except Internal:
        return ""
    found = [line.split("|", 1)[0] for line in said.split() if line.endswith(f"|{token}")]
    return found[0] if found else ""


def outside_of_jobs(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what Slurm told the job that this may run in: it would bind the new one."""
    return {name: value for name, value in environment.items() if not name.startswith("SLURM_") or name == "SLURM_CONF"}


def states_of(name: str) -> dict[str, str]:
    """Return the states of all jobs of a name by their ids, those that ended lately among them."""
    said = ask(["squeue", "--noheader", "--states=all", f"--name={name}", "--format=%i|%T"])
    return dict(line.split("|", 1) for line in said.split() if "|" in line)


def left_status(logs: Path, job_id: str) -> int | None:
    """Return the exit status that a job left behind, or None where it left none."""
    try:
        text = (logs / f"{job_id}.exit").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return int(text) if text.isdigit() else None


def forget(logs: Path) -> None:
    """Remove what ended jobs left, but for what those printed that did not end well."""
    for left in logs.glob("*.exit"):
        if left_status(logs, left.stem) == 0:
            left.with_suffix(".log").unlink(missing_ok=True)
        left.unlink(missing_ok=True)
    for waits in logs.glob("*.waits"):
        waits.unlink(missing_ok=True)
