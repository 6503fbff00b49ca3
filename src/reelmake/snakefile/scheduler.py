"""A workaround for Snakemake's scheduler: one timer wakes it, not one for every job that ended.

Snakemake 9.27 starts a timer in each round of its scheduler that has jobs ready. When the timer fires it causes a
round, which starts another timer: every job that ends leaves one more round a second until the run is over
(docs/upstream/snakemake-scheduler-timers.md, docs/adr/031-one-timer-wakes-the-scheduler.md).
"""

from __future__ import annotations

import threading
import time
from typing import Any

_METHOD = "_schedule_reevalutation"
"""Snakemake spells it so."""
_PENDING = "_reelmake_pending"


class _Wake(threading.Timer):
    """A timer that will cause one round. As a daemon it keeps no process from ending."""

    def __init__(self, scheduler: Any, delay: float) -> None:
        super().__init__(delay, self._fire)
        self.daemon = True
        self.due = time.monotonic() + delay
        self._scheduler = scheduler

    def _fire(self) -> None:
        # Forgotten first: the round that this causes may come before this thread has ended, and needs a timer again.
        if getattr(self._scheduler, _PENDING, None) is self:
            setattr(self._scheduler, _PENDING, None)
        self._scheduler._open_jobs.release()


def keep_one_timer(scheduler: type[Any]) -> bool:
    """Have a scheduler class wait for one timer at a time; return False where the method to replace is not there."""
    original = getattr(scheduler, _METHOD, None)
    if original is None:
        return False

    def wake_later(self: Any, delay: float) -> None:
        if not hasattr(self, "_open_jobs"):
            original(self, delay)
            return
        pending: _Wake | None = getattr(self, _PENDING, None)
        if pending is not None and pending.due <= time.monotonic() + delay:
            return
        if pending is not None:
            pending.cancel()
        wake = _Wake(self, delay)
        setattr(self, _PENDING, wake)
        wake.start()

    setattr(scheduler, _METHOD, wake_later)
    return True


def mend_scheduler() -> None:
    """Apply the workaround to the Snakemake that runs this Snakefile."""
    from snakemake.scheduling.job_scheduler import JobScheduler

    keep_one_timer(JobScheduler)
