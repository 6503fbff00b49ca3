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


_PROBE = """
import resource, subprocess, sys, time
started = time.monotonic()
status = subprocess.run(sys.argv[1:]).returncode
clock, used = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
print("", clock, used.ru_utime + used.ru_stime, used.ru_maxrss, flush=True)
sys.exit(status != 0)
"""


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
    return measured(_command(root, *arguments, snakefile=snakefile))


def snakemake_output(root: Path, *arguments: str) -> str:
    """Run Snakemake in a workspace and return what it printed."""
    command = _command(root, *arguments, snakefile=CHECKOUT / "Snakefile")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=as_installed())
    return done.stdout + done.stderr


def _command(root: Path, *arguments: str, snakefile: Path) -> list[str]:
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(snakefile)]
    return [*command, "--profile", str(CHECKOUT / "profiles/site-a"), "--directory", str(root), *arguments]


def measured(command: list[str], cwd: Path | None = None) -> Spent:
    """Run a command and return what it and all that it started took; a failure ends the measurement."""
    with tempfile.TemporaryFile("w+") as said:
        probe = [sys.executable, "-S", "-c", _PROBE, *command]
        # What it says last is the probe's word; a child of this process would be counted as large as this is.
        done = subprocess.run(probe, stdout=said, stderr=subprocess.STDOUT, cwd=cwd, check=False, env=as_installed())
        said.seek(0)
        text = said.read()
        if done.returncode:
            raise SystemExit(f"{' '.join(command[:4])} … failed:\n{text[-4000:]}")
    clock, processor, kib = (float(word) for word in text.split()[-3:])
    return Spent(clock, processor, kib / 1024)


def as_installed() -> dict[str, str]:
    """Return the environment in which a program keeps its bytecode, as what is installed has it.

    Where a test machine forbids that, each stage would compile a hundred sources before it begins.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(command: list[str], cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=as_installed())
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
