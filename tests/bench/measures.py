"""Running things and measuring them: seconds, memory, and the machine they ran on."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
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

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} of processor time)"


def snakemake(root: Path, *arguments: str) -> Spent:
    """Run Snakemake in a workspace and return the seconds it took; a failure ends the measurement."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(CHECKOUT / "Snakefile")]
    command += ["--profile", str(CHECKOUT / "profiles/site-a"), "--directory", str(root), *arguments]
    return spent(lambda: run(command))


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


def peak_mib_of(command: list[str], cwd: Path) -> float:
    """Return the largest resident size of a command or any of its children, in MiB."""
    probe = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    return int(run([sys.executable, "-c", probe, *command], cwd).split()[-1]) / 1024


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
