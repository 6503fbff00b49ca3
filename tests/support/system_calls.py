"""Injects faults at chosen system calls: a traced process gets a signal or an error at its Nth call of a kind."""

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

from support.apt import install_missing

_CALL = re.compile(r"^(\w+)\(")
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, -1
EVERY_FILE_CALL = "%file,%desc"
_CHANGES = re.compile(
    r"openat|creat|mkdir(at)?|p?write(64|v)?|f(data)?sync|rename(at2?)?|(un|sym)?link(at)?|rmdir|f?chmod(at)?|ftruncate"
    r"|sendfile|copy_file_range|utimensat|flock"
)
"""The calls that change files, or take a lock on one"""


@dataclass(frozen=True)
class Call:
    """One system call of a process: its name, its number among the calls of that name, and strace's line for it."""

    name: str
    nth: int
    line: str

    @property
    def changes(self) -> bool:
        """Return whether the call changes files, or would have if it had succeeded."""
        return _CHANGES.fullmatch(self.name) is not None and (self.name != "openat" or "O_CREAT" in self.line)

    def fault(self, what: str) -> str:
        """Return strace's option that injects ``what`` at this call."""
        return f"inject={self.name}:{what}:when={self.nth}"


@dataclass(frozen=True)
class Result:
    """How a process ended."""

    status: int
    """The exit status; negative if a signal killed it"""
    output: str


@cache
def why_unavailable() -> str:
    """Return why no process can be traced here; empty if one can. Installs strace if possible."""
    reason = install_missing(lambda: "" if shutil.which("strace") else "strace", "strace")
    if reason:
        return reason
    try:
        seen = calls_of(lambda: Path("/").stat())
    except RuntimeError as error:
        return str(error)
    return "" if seen else "strace sees no system calls"


def calls_of(work: Callable[[], object], names: str = EVERY_FILE_CALL) -> list[Call]:
    """Run ``work`` in a new process and return its system calls in order."""
    counts: Counter[str] = Counter()
    calls = []
    ended, lines = _traced(work, "-y", "-s", "0", "-e", f"trace={names}")
    assert ended.status == 0, ended.output
    for line in lines:
        if found := _CALL.match(line):
            counts[found[1]] += 1
            calls.append(Call(found[1], counts[found[1]], line))
    return calls


def run_with_fault(work: Callable[[], object], *options: str) -> Result:
    """Run ``work`` in a new process and inject the faults given as ``Call.fault`` options."""
    return _traced(work, *(part for option in options for part in ("-e", option)))[0]


def run_undisturbed(work: Callable[[], object]) -> Result:
    """Run ``work`` in a new process without tracing it."""
    pid, output = _start(work)
    os.kill(pid, signal.SIGUSR1)
    return _wait(pid, output)


def _traced(work: Callable[[], object], *options: str) -> tuple[Result, list[str]]:
    pid, output = _start(work)
    lines = output.with_suffix(".strace")
    command = ["strace", "-p", str(pid), "-o", str(lines), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        first = tracer.stderr.readline()
        # The process waits for a signal until strace is attached, so that none of its calls is missed.
        if "attached" not in first:
            os.kill(pid, signal.SIGKILL)
            _wait(pid, output)
            raise RuntimeError(f"strace cannot attach to a process here: {first.strip()}")
        os.kill(pid, signal.SIGUSR1)
        result = _wait(pid, output)
        tracer.stderr.read()
    text = lines.read_text(encoding="utf-8", errors="replace").splitlines() if lines.exists() else []
    lines.unlink(missing_ok=True)
    return result, text


def _start(work: Callable[[], object]) -> tuple[int, Path]:
    """Fork a process that does ``work`` once it gets SIGUSR1; return its id and the file with its output."""
    output = Path(tempfile.gettempdir()) / f"reelmake-{os.getpid()}-{os.urandom(4).hex()}.output"
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    ready, at_work = os.pipe()
    pid = os.fork()
    if pid:
        os.close(at_work)
        os.read(ready, 1)
        os.close(ready)
        return pid, output
    status = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_long(_ANYBODY), 0, 0, 0)
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        # From here on the only system calls are those that wait, which use no files, and those of the work.
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


def _wait(pid: int, output: Path) -> Result:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    text = output.read_text(encoding="utf-8", errors="replace") if output.exists() else ""
    output.unlink(missing_ok=True)
    return Result(status, text)
