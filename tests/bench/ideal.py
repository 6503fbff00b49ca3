"""The same jobs on paper: how long they wait at the least, where starting one takes no time at all."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Task:
    """A job: from when on it could run but for its parents, how long it takes, and what it needs."""

    planned: float
    seconds: float
    parents: tuple[str, ...] = ()


Tasks = Mapping[str, Task]
Order = Callable[[str], float]


def least_waiting(tasks: Tasks, slots: int) -> float:
    """Return the seconds all jobs wait together for a slot, in that order of several in which they wait least.

    No slot stays empty in any of them while a job is ready. What is left is not the scheduler's: there is more work at
    that time than there are slots.
    """
    return min(waiting(tasks, slots, order) for order in _orders(tasks))


def slots_for(tasks: Tasks, share: float, others: float) -> int:
    """Return how many slots it takes until jobs wait no more than a share of all time; ``others`` worked, too."""
    worked = others + sum(task.seconds for task in tasks.values())
    enough = (slots for slots in range(1, len(tasks) + 1) if _share(least_waiting(tasks, slots), worked) <= share)
    return next(enough, len(tasks))


def waiting(tasks: Tasks, slots: int, order: Order) -> float:
    """Return the seconds all jobs wait together where, of those that are ready, the first in an order goes first."""
    children = _children(tasks)
    missing = {name: len(task.parents) for name, task in tasks.items()}
    ready_at: dict[str, float] = {}
    ready: list[tuple[float, float, str]] = []
    # What happens next: a job ends, or what it needs is there and it was planned.
    events = [(task.planned, "ready", name) for name, task in tasks.items() if not task.parents]
    heapq.heapify(events)
    free, waited = slots, 0.0
    while events:
        now = events[0][0]
        while events and events[0][0] == now:
            _now, what, name = heapq.heappop(events)
            if what == "ready":
                ready_at[name] = now
                heapq.heappush(ready, (order(name), now, name))
                continue
            free += 1
            for child in children[name]:
                missing[child] -= 1
                if not missing[child]:
                    heapq.heappush(events, (max(now, tasks[child].planned), "ready", child))
        while free and ready:
            _rank, _at, name = heapq.heappop(ready)
            free, waited = free - 1, waited + now - ready_at[name]
            heapq.heappush(events, (now + tasks[name].seconds, "ended", name))
    return waited


def _orders(tasks: Tasks) -> list[Order]:
    children = _children(tasks)

    @cache
    def longest(name: str) -> float:
        return tasks[name].seconds + max((longest(child) for child in children[name]), default=0.0)

    @cache
    def depth(name: str) -> int:
        return 1 + max((depth(parent) for parent in tasks[name].parents), default=0)

    return [
        lambda _name: 0.0,  # first come, first served
        lambda name: tasks[name].seconds,
        lambda name: tasks[name].seconds / (1 + len(children[name])),
        lambda name: -longest(name),
        lambda name: -depth(name),
    ]


def _children(tasks: Tasks) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in tasks}
    for name, task in tasks.items():
        for parent in task.parents:
            found[parent].append(name)
    return found


def _share(waited: float, worked: float) -> float:
    return waited / (waited + worked)
