"""Runs work in a forked child: it inherits the loaded modules, and otherwise starts like a new program."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from reelmake.kernel.process import die_with_parent

OUTPUT_LOST = 120
"""The exit status of Python when it could not flush its output, which is on the same disk as everything it writes"""
_MANY_HANDLES = 1024
"""The usual limit of open files; used only where /proc does not list them"""
_forked = False
_interrupted = signal.getsignal(signal.SIGINT) or signal.SIG_DFL
"""How this process handled Ctrl-C when it started; a worker ignores it, and its children must not"""


@dataclass(frozen=True)
class ChildContext:
    """What a child starts with: its three standard files, its directory, its environment and its umask."""

    files: tuple[int, int, int]
    directory: str | os.PathLike[str]
    environment: Mapping[bytes, bytes]
    umask: int
    group: int | None = None
    """The process group to join; 0 for a new one, None for the parent's"""


class Child:
    """A forked child, with the methods of ``subprocess.Popen`` that wait for it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def wait(self) -> int:
        """Wait until it ends; return its exit status, which is negative when a signal killed it."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status

    def poll(self) -> int | None:
        """Return its exit status; None while it is running."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


def is_forked() -> bool:
    """Say whether this process is a child made by ``fork``. It has no threads, so it may fork again."""
    return _forked


def fork(work: Callable[[], int | None], context: ChildContext) -> Child:
    """Run ``work`` in a child that is killed when this process dies. This process must not have other threads.

    What ``work`` returns, or passes to ``sys.exit``, is the child's exit status.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    bind = die_with_parent(os.getpid())
    pid = os.fork()
    if not pid:
        _run_child(bind, context, work)
    if context.group is not None:
        _join(pid, context.group)
    return Child(pid)


def _run_child(bind: Callable[[], None], context: ChildContext, work: Callable[[], int | None]) -> NoReturn:
    global _forked  # noqa: PLW0603 a property of the process
    status = 1
    try:
        bind()
        _forked = True
        if context.group is not None:
            os.setpgid(0, context.group)
        signal.signal(signal.SIGINT, _interrupted)
        for number, handle in enumerate(_clear_of_standard(context.files)):
            os.dup2(handle, number)
        # A pipe or lock that stayed open here would never be closed or released for others.
        for handle in _open_handles():
            if handle > 2:
                os.close(handle)
        os.chdir(context.directory)
        os.umask(context.umask)
        os.environ.clear()
        os.environb.update(context.environment)
        time.tzset()
        _open_streams()
        tempfile.tempdir = None
        status = _status_of(work)
    except BaseException:  # noqa: BLE001 the child must never continue in the parent's code
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _open_streams() -> None:
    """Open new, empty streams on the three standard files."""
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115


def _clear_of_standard(files: tuple[int, ...]) -> list[int]:
    """Return handles of the same files, none of which is a number that ``dup2`` will overwrite."""
    return [os.dup(handle) if handle < len(files) else handle for handle in files]


def _open_handles() -> list[int]:
    try:
        handles = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208
    except OSError:
        handles = list(range(_MANY_HANDLES))
    return [handle for handle in handles if _is_open(handle)]


def _is_open(handle: int) -> bool:
    # The handle by which the directory was listed is in the list and closed by now.
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


def _status_of(work: Callable[[], int | None]) -> int:
    """Run the work and return the exit status that Python would have."""
    try:
        status = work() or 0
    except SystemExit as end:
        status = _status_of_exit(end)
    except BaseException:  # noqa: BLE001 this is the outermost frame of the process
        status = 1
        _write_error(traceback.format_exc())
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = OUTPUT_LOST
    return status


def _status_of_exit(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    _write_error(f"{end.code}\n")
    return 1


def _write_error(text: str) -> None:
    try:
        sys.stderr.write(text)
    except OSError:
        return


def _join(pid: int, group: int) -> None:
    # Parent and child both set it, so that it is set before either of them sends a signal to the group.
    try:
        os.setpgid(pid, group)
    except OSError:
        return


def run_as_program(module: str, arguments: list[str]) -> None:
    """Run a module as ``python -m`` does, in this process."""
    import runpy

    sys.argv = [module, *arguments]
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
