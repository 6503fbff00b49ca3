"""One timer at a time wakes Snakemake's scheduler, and none of its wake-ups is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

from reelmake.snakefile.scheduler import keep_one_timer

_HANGS = 240
"""Seconds after which a wake-up counts as lost."""


def scheduler() -> type:
    """Return a class with what the workaround needs of Snakemake's scheduler."""

    class Scheduler:
        def __init__(self) -> None:
            self._open_jobs = threading.Semaphore(0)

        def _schedule_reevalutation(self, delay: float) -> None:
            threading.Timer(delay, self._open_jobs.release).start()

    return Scheduler


def ask(one: object, delay: float) -> None:
    one._schedule_reevalutation(delay)  # type: ignore[attr-defined]


def timers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_however_often_a_scheduler_asks_it_has_one_timer_and_is_woken_once() -> None:
    kind = scheduler()
    assert keep_one_timer(kind)
    one = kind()
    before = len(timers())
    for _ in range(20):
        ask(one, 0.2)
    assert len(timers()) == before + 1
    assert one._open_jobs.acquire(timeout=_HANGS)
    assert not one._open_jobs.acquire(timeout=0.3)


def test_a_round_caused_by_a_timer_can_ask_for_the_next_before_that_timer_has_ended() -> None:
    kind = scheduler()
    keep_one_timer(kind)
    one = kind()
    rounds: list[bool] = []

    class Rounds(threading.Semaphore):
        """Runs a round of the scheduler inside of the release that causes it: the worst moment to ask again."""

        def release(self, n: int = 1) -> None:
            rounds.append(True)
            if len(rounds) < 5:
                ask(one, 0)
            super().release(n)

    one._open_jobs = Rounds(0)
    ask(one, 0)
    for _ in range(5):
        assert one._open_jobs.acquire(timeout=_HANGS)
    assert len(rounds) == 5


def test_an_earlier_moment_replaces_a_later_one() -> None:
    kind = scheduler()
    keep_one_timer(kind)
    one = kind()
    ask(one, 600)
    ask(one, 0)
    assert one._open_jobs.acquire(timeout=_HANGS)


def test_schedulers_have_a_timer_each() -> None:
    kind = scheduler()
    keep_one_timer(kind)
    one, other = kind(), kind()
    ask(one, 0)
    ask(other, 0)
    assert one._open_jobs.acquire(timeout=_HANGS)
    assert other._open_jobs.acquire(timeout=_HANGS)


def test_a_timer_keeps_no_process_from_ending() -> None:
    kind = scheduler()
    keep_one_timer(kind)
    one = kind()
    ask(one, 600)
    (timer,) = [thread for thread in timers() if getattr(thread, "interval", 0) == 600]
    assert timer.daemon
    timer.cancel()  # type: ignore[attr-defined]


def test_a_scheduler_without_the_method_is_left_alone() -> None:
    class Mended:
        pass

    before = dict(vars(Mended))
    assert not keep_one_timer(Mended)
    assert dict(vars(Mended)) == before


def test_a_scheduler_that_is_woken_in_another_way_does_as_it_did() -> None:
    asked: list[float] = []

    class Other:
        _schedule_reevalutation: Callable[[object, float], None] = lambda _self, delay: asked.append(delay)

    assert keep_one_timer(Other)
    ask(Other(), 3)
    assert asked == [3]
