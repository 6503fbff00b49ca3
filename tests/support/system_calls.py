"""Faults at chosen system calls: a process is set to work, traced, and meets a signal or an error at its Nth call."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.apt import without

_CALL = re.compile(r"^(\w+)\(")
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, -1
EVERY_FILE_CALL = "%file,%desc"
_CHANGES = re.compile(
    r"openat|creat|mkdir(at)?|p?write(64|v)?|f(data)?sync|rename(at2?)?|(un|sym)?link(at)?|rmdir|f?chmod(at)?|ftruncate"
    r"|sendfile|copy_file_range|utimensat|flock"
)
"""The calls that change what lies on a disk, or who may."""


@dataclass(frozen=True)
class Call:
    """One system call of a piece of work: its name, which of that name it is, and what strace says of it."""

    name: str
    nth: int
    said: str

    @property
    def changes(self) -> bool:
        """Say whether it changes something on a disk, or would have."""
        return _CHANGES.fullmatch(self.name) is not None and (self.name != "openat" or "O_CREAT" in self.said)

    def fault(self, what: str) -> str:
        """Return the option that has strace do ``what`` at this call."""
        return f"inject={self.name}:{what}:when={self.nth}"


@dataclass(frozen=True)
class Ended:
    """How a piece of work ended."""

    status: int
    """Its exit status; less than nothing when a signal killed it"""
    said: str


@cache
def why_not() -> str:
    """Return why no process can be traced here, or nothing; strace is installed where that is possible."""
    reason = without(lambda: "" if shutil.which("strace") else "strace", "strace")
    if reason:
        return reason
    try:
        seen = calls_of(lambda: Path("/").stat())
    except RuntimeError as error:
        return str(error)
    return "" if seen else "strace sees no system calls"


def calls_of(work: Callable[[], object], names: str = EVERY_FILE_CALL) -> list[Call]:
    """Do ``work`` in a process of its own and return its system calls in order."""
    counts: Counter[str] = Counter()
    calls = []
    ended, lines = _traced(work, "-y", "-s", "0", "-e", f"trace={names}")
    assert ended.status == 0, ended.said
    for line in lines:
        if found := _CALL.match(line):
            counts[found[1]] += 1
            calls.append(Call(found[1], counts[found[1]], line))
    return calls


def with_fault(work: Callable[[], object], *options: str) -> Ended:
    """Do ``work`` in a process of its own that meets a fault, as ``Call.fault`` spells it."""
    return _traced(work, *(part for option in options for part in ("-e", option)))[0]


def alone(work: Callable[[], object]) -> Ended:
    """Do ``work`` in a process of its own, undisturbed."""
    pid, said = _started(work)
    os.kill(pid, signal.SIGUSR1)
    return _ended(pid, said)


def _traced(work: Callable[[], object], *options: str) -> tuple[Ended, list[str]]:
    pid, said = _started(work)
    lines = said.with_suffix(".strace")
    command = ["strace", "-p", str(pid), "-o", str(lines), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        first = tracer.stderr.readline()
        # Told only once the process is held; it is still waiting, so not one of its calls is missed.
        if "attached" not in first:
            os.kill(pid, signal.SIGKILL)
            _ended(pid, said)
            raise RuntimeError(f"strace cannot hold a process here: {first.strip()}")
        os.kill(pid, signal.SIGUSR1)
        ended = _ended(pid, said)
        tracer.stderr.read()
    text = lines.read_text(encoding="utf-8", errors="replace").splitlines() if lines.exists() else []
    lines.unlink(missing_ok=True)
    return ended, text


def _started(work: Callable[[], object]) -> tuple[int, Path]:
    """Fork a process that does ``work`` once it is sent SIGUSR1; return its id and where it writes."""
    said = Path(tempfile.gettempdir()) / f"reelmake-{os.getpid()}-{os.urandom(4).hex()}.said"
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    ready, at_work = os.pipe()
    pid = os.fork()
    if pid:
        os.close(at_work)
        os.read(ready, 1)
        os.close(ready)
        return pid, said
    status = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_long(_ANYBODY), 0, 0, 0)
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        # From here on nothing is called but what waits, which is no call on files, and then the work.
        os.write(at_work, b".")
        signal.sigwait({signal.SIGUSR1})
        status = _status_of(work)
    finally:
        os._exit(status)


def _status_of(work: Callable[[], object]) -> int:
    try:
        work()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 this is the outermost frame of the process
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()
    return 0


def _ended(pid: int, said: Path) -> Ended:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    said.unlink(missing_ok=True)
    return Ended(status, text)
