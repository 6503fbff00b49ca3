"""Processes: identifying them, measuring them, and ending them with the process that started them."""

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

    On systems other than Linux it only checks that the parent is still alive.
    """

    def bind() -> None:
        with contextlib.suppress(AttributeError):
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # No signal comes from a parent that died before that call.
        if os.getppid() != parent:
            os._exit(1)

    return bind


def host() -> str:
    """Return the name of this machine; on a Slurm node, the node's name."""
    return os.environ.get("SLURMD_NODENAME") or os.uname().nodename


def start_ticks(pid: int) -> str:
    """Return when a process started, in kernel ticks since boot; empty when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def process_start_time() -> float:
    """Return when this process started, in seconds since 1970; the current time where that is unknown."""
    ticks = start_ticks(os.getpid())
    if not ticks:
        return time.time()
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - int(ticks) / os.sysconf("SC_CLK_TCK"))


@dataclass(frozen=True)
class ResourceUsage:
    """What this process and the processes it started have used so far."""

    peak_mib: int
    processor: float


def resource_usage() -> ResourceUsage:
    """Return the peak memory of this process plus that of its largest child, and the processor time of all."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = _own_peak_kib() + both[1].ru_maxrss
    return ResourceUsage(peak // 1024, sum(one.ru_utime + one.ru_stime for one in both))


def _own_peak_kib() -> int:
    # ru_maxrss also counts the process this one was forked from before exec: all of Snakemake.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def process_token(pid: int) -> str:
    """Return a name for a running process that stays unique when its pid is used again."""
    return f"{os.uname().nodename}:{pid}:{start_ticks(pid)}"


def is_alive(token: str) -> bool:
    """Say whether the process that a token names is still running; one on another host is assumed to be."""
    host, pid, started = token.rsplit(":", 2)
    return host != os.uname().nodename or (started != "" and start_ticks(int(pid)) == started)


def exit_when_gone(token: str, cleanup: Callable[[], None]) -> None:
    """Watch the process that ``token`` names; when it ends, run ``cleanup`` and exit this process.

    Otherwise a job would go on writing after its run was killed. A process on another host cannot be watched; there
    the site's scheduler has to stop the job.
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
