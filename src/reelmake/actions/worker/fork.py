"""Work in a child of this process: all that is loaded here is loaded there, and nothing else is as it was here."""

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

SPEECHLESS = 120
"""How Python ends when what it had to say could not be written: what it says lies on the disk it writes to."""
_MANY_HANDLES = 1024
"""As many as a process may have open, usually; asked only where /proc does not tell."""
_forked = False
_interrupted = signal.getsignal(signal.SIGINT) or signal.SIG_DFL
"""What Ctrl-C does to this process as it was started; whoever forks may look away meanwhile."""


@dataclass(frozen=True)
class Setting:
    """What a child finds: its three files, its directory, its environment and its umask."""

    files: tuple[int, int, int]
    directory: str | os.PathLike[str]
    environment: Mapping[bytes, bytes]
    umask: int
    group: int | None = None
    """The process group it joins; 0 is one of its own, None this one's"""


class Child:
    """A child that was forked; it can be waited for as one that was started."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def wait(self) -> int:
        """Wait for its end; return its exit status, less than nothing when a signal killed it."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status

    def poll(self) -> int | None:
        """Return its exit status; None while it runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


def is_forked() -> bool:
    """Say whether this process was forked here. It dies with its parent, and has no threads, so it may fork."""
    return _forked


def fork(work: Callable[[], int | None], setting: Setting) -> Child:
    """Do ``work`` in a child that dies with this process. No thread may run here: it would not run there.

    What ``work`` returns or exits with is the child's status, as of a program.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    bound = die_with_parent(os.getpid())
    pid = os.fork()
    if not pid:
        _become(bound, setting, work)
    if setting.group is not None:
        _join(pid, setting.group)
    return Child(pid)


def _become(bound: Callable[[], None], setting: Setting, work: Callable[[], int | None]) -> NoReturn:
    global _forked  # noqa: PLW0603 it is a fact of the process
    status = 1
    try:
        bound()
        _forked = True
        if setting.group is not None:
            os.setpgid(0, setting.group)
        signal.signal(signal.SIGINT, _interrupted)
        for number, handle in enumerate(_clear_of_standard(setting.files)):
            os.dup2(handle, number)
        # A pipe or a lock that is held here as well would never be seen to end.
        for handle in _open_handles():
            if handle > 2:
                os.close(handle)
        os.chdir(setting.directory)
        os.umask(setting.umask)
        os.environ.clear()
        os.environb.update(setting.environment)
        time.tzset()
        _open_streams()
        tempfile.tempdir = None
        status = _status_of(work)
    except BaseException:  # noqa: BLE001 nothing may run on as if it were the parent
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _open_streams() -> None:
    """Begin with empty streams over the three files, as a program does."""
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115


def _clear_of_standard(files: tuple[int, ...]) -> list[int]:
    """Return handles of the same files, none of which a later one's place is."""
    return [os.dup(handle) if handle < len(files) else handle for handle in files]


def _open_handles() -> list[int]:
    try:
        handles = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208
    except OSError:
        handles = list(range(_MANY_HANDLES))
    return [handle for handle in handles if _is_open(handle)]


def _is_open(handle: int) -> bool:
    # The directory that was listed was one of them.
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


def _status_of(work: Callable[[], int | None]) -> int:
    """Do it and return the status with which Python would end."""
    try:
        status = work() or 0
    except SystemExit as end:
        status = _status_told(end)
    except BaseException:  # noqa: BLE001 this is the outermost frame of the process
        status = 1
        _tell(traceback.format_exc())
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = SPEECHLESS
    return status


def _status_told(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    _tell(f"{end.code}\n")
    return 1


def _tell(text: str) -> None:
    try:
        sys.stderr.write(text)
    except OSError:
        return


def _join(pid: int, group: int) -> None:
    # Parent and child both say so: whoever comes first, it is so before anything is sent to the group.
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
