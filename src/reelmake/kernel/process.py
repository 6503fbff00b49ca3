"""Processes that do not outlive the one that wanted them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import select
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> Callable[[], None]:
    """Return a ``preexec_fn`` that has the kernel kill the new process when ``parent`` dies.

    Linux only; elsewhere it only looks whether the parent still lives.
    """

    def bind() -> None:
        with contextlib.suppress(AttributeError):
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # A parent that died before that call sends no signal any more.
        if os.getppid() != parent:
            os._exit(1)

    return bind


def host() -> str:
    """Return the name of the machine this runs on, as its cluster calls it where there is one."""
    return os.environ.get("SLURMD_NODENAME") or os.uname().nodename


def start_time(pid: int) -> str:
    """Return when a process started, in kernel ticks; empty when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def process_began() -> float:
    """Return when this process started, in seconds since 1970; now where that cannot be told."""
    ticks = start_time(os.getpid())
    if not ticks:
        return time.time()
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - int(ticks) / os.sysconf("SC_CLK_TCK"))


@dataclass(frozen=True)
class Used:
    """What this process and all that it ran have used so far."""

    peak_mib: int
    processor: float


def used() -> Used:
    """Return the memory of this process and of the largest it ran, and the processor time of all."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = _own_peak_kib() + both[1].ru_maxrss
    return Used(peak // 1024, sum(one.ru_utime + one.ru_stime for one in both))


def _own_peak_kib() -> int:
    # ru_maxrss of this process itself counts what it was forked from before it became what it is: all of Snakemake.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def process_token(pid: int) -> str:
    """Return a name for a running process that a later one with the same pid does not share."""
    return f"{os.uname().nodename}:{pid}:{start_time(pid)}"


def is_alive(token: str) -> bool:
    """Say whether the process a token names still runs; one of another host is taken to be alive."""
    host, pid, started = token.rsplit(":", 2)
    return host != os.uname().nodename or (started != "" and start_time(int(pid)) == started)


def end_with(token: str, cleanup: Callable[[], None]) -> None:
    """Watch the process ``token`` names; when it is gone, run ``cleanup`` and end this process.

    An orphaned job would go on writing after its run was killed. Where the process is on another host there is
    nothing to watch, and the site's scheduler has to stop the job.
    """
    host, pid, _started = token.rsplit(":", 2)
    if host != os.uname().nodename:
        return
    if not is_alive(token):
        cleanup()
        os._exit(1)
    threading.Thread(target=_watch, args=(int(pid), token, cleanup), daemon=True).start()


def _watch(pid: int, token: str, cleanup: Callable[[], None]) -> None:
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        handle = -1
    if handle >= 0 and is_alive(token):
        select.select([handle], [], [])
    cleanup()
    os._exit(1)
