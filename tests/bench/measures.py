"""Running things and measuring them: seconds, memory, and the machine they ran on."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds on the clock, and seconds of processor time of everything that was started.

    A busy machine stretches the first a lot and the second a little: by the second one sees what a change cost.
    """

    clock: float
    processor: float
    mib: float = 0.0
    """Resident memory of the largest process, where a command was measured"""

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} of processor time)"


def snakemake(root: Path, *arguments: str, snakefile: Path = CHECKOUT / "Snakefile") -> Spent:
    """Run Snakemake in a workspace and return the seconds it took; a failure ends the measurement."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(snakefile)]
    command += ["--profile", str(CHECKOUT / "profiles/site-a"), "--directory", str(root), *arguments]
    return measured(command)


def measured(command: list[str], cwd: Path | None = None) -> Spent:
    """Run a command and return what it and all that it started took; a failure ends the measurement."""
    with tempfile.TemporaryFile("w+") as said:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, cwd=cwd)
        _pid, status, used = os.wait4(process.pid, 0)
        clock = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command[:4])} … failed:\n{said.read()[-4000:]}")
    return Spent(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run(command: list[str], cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} … failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def spent(work: Callable[[], object]) -> Spent:
    before = _processor_seconds()
    return Spent(timed(work), _processor_seconds() - before)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def best_of(times: int, work: Callable[[], object]) -> float:
    return min(timed(work) for _ in range(times))


@contextmanager
def in_directory(path: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


def machine() -> dict[str, object]:
    """Return what the numbers were measured on, without naming it."""
    return {"cores": len(os.sched_getaffinity(0)), "page_bytes": resource.getpagesize()}
