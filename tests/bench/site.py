"""How well a site is used: what jobs wait for their queue, and how busy cores are while there is work."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.bench import workspaces
from tests.bench.budgets import Measured
from tests.bench.ideal import Task, least_waiting, slots_for
from tests.bench.measures import CHECKOUT, Spent, machine, snakemake

from reelmake.documents.plan import RenderPlan
from reelmake.execution.records import finished_jobs

SIMULATED = CHECKOUT / "tests/bench/simulated.smk"
QUEUES = {"cpu_queue": 24, "local_ai_queue": 2, "media_queue": 2, "external_ai_queue": 1}
_EPISODES, _SHOTS = 5, 12
_ASKED = 12
"""Episodes that are asked for one after another."""
_CHANCE = 1
"""The same random moments in every run."""


@dataclass(frozen=True)
class Span:
    """One job: when its inputs were there, when it began, when it ended."""

    ready: float
    began: float
    ended: float


def site_budgets(base: Path) -> Iterator[Measured]:
    """A simulated site of four queues under three loads, then the example's season for real on this machine's cores."""
    at_once = _simulate(base / "at_once", _EPISODES)
    yield from at_once.measured("cold at one moment", float("inf"))
    # A site is busy for long only where what is asked of it is less than what it can do.
    each = at_once.worked / _EPISODES / QUEUES["cpu_queue"]
    even = [number * each / 0.8 for number in range(_ASKED)]
    loaded = _simulate(base / "even", _ASKED, even)
    yield from loaded.measured("asked for one after another, as fast as takes 80 % of the slots", 20)
    chance = random.Random(_CHANCE)  # noqa: S311 it is a load, not a secret
    gaps = (chance.expovariate(0.6 / each) for _ in range(_ASKED - 1))
    loaded = _simulate(base / "random", _ASKED, [0.0, *itertools.accumulate(gaps)])
    yield from loaded.measured("asked for at random moments, 60 % of the slots taken in the mean", 20)
    yield from _example(base / "example")


@dataclass(frozen=True)
class Simulated:
    """What came of a simulated run."""

    root: Path
    episodes: int
    spent: Spent

    @property
    def worked(self) -> float:
        """Return the seconds all jobs worked."""
        return sum(span.ended - span.began for span in simulated(self.root))

    def measured(self, load: str, budget: float) -> Iterator[Measured]:
        """Yield how long jobs waited, how long they had to, and how much of the slots was lost."""
        spans, slots = simulated(self.root), QUEUES["cpu_queue"]
        waited, worked = sum(s.began - s.ready for s in spans), self.worked
        tasks = keyed_tasks(self.root)
        floor, keyed = least_waiting(tasks, slots), sum(task.seconds for task in tasks.values())
        best, enough = 100 * floor / (floor + worked), slots_for(tasks, 0.2, worked - keyed)
        name = f"{self.episodes} episodes {load}"
        taken = 100 * worked / slots / (max(s.ended for s in spans) - min(s.began for s in spans))
        detail = (
            f"{len(spans)} jobs, {slots} slots, {taken:.0f} % of them taken in {self.spent.clock:.0f} s; "
            f"the least on paper, in the best of orders and started at once, is {best:.0f} %, "
            f"and 20 % takes {enough} slots"
        )
        yield Measured(f"{name}: queue wait as a share of jobs' time", _percent(waited, worked), "%", budget, detail)
        ours = _percent(max(waited - floor, 0.0), worked)
        yield Measured("the same, beyond the least it can be", ours, "%", 20, "of jobs' time")
        idle = 100 * (1 - used_share(spans, slots))
        yield Measured("the same, slots left empty while jobs wait for one", idle, "%", 20, "of slots that had work")


def _percent(waited: float, worked: float) -> float:
    return 100 * waited / (waited + worked)


def _simulate(root: Path, episodes: int, arrivals: Sequence[float] = ()) -> Simulated:
    names = workspaces.season(root, episodes * _SHOTS, _SHOTS)
    slots = QUEUES["cpu_queue"]
    arguments = ["season/1", "--quiet", "all", "--cores", str(slots + len(arrivals))]
    arguments += ["--resources", *(f"{queue}={capacity}" for queue, capacity in QUEUES.items())]
    if arrivals:
        later = {name: round(after, 2) for name, after in zip(names, arrivals, strict=True)}
        workspaces.write(root, {"arrivals.json": json.dumps({"arrivals": later})})
        arguments += ["--configfile", str(root / "arrivals.json")]
    return Simulated(root, episodes, snakemake(root, *arguments, snakefile=SIMULATED))


def _example(root: Path) -> Iterator[Measured]:
    for part in ("config", "story", "assets"):
        if (CHECKOUT / part).is_dir():
            shutil.copytree(CHECKOUT / part, root / part)
    spent = snakemake(root, "season", "--quiet", "all")
    spans = recorded(root)
    cores = int(str(machine()["cores"]))
    share = 100 * used_share(spans, cores)
    detail = f"{spent}, {len(spans)} jobs on {cores} cores"
    yield Measured("the example's season, cold: slots used while there is work", share, "%", 90, detail, at_least=True)
    busy = 100 * spent.processor / (cores * spent.clock)
    yield Measured("the same, processor time of all cores", busy, "%", 90, "start and end included", at_least=True)


def used_share(spans: Sequence[Span], slots: int) -> float:
    """Return which part of the slots that jobs could have had, they had."""
    moments = sorted({at for span in spans for at in (span.ready, span.began, span.ended)})
    wanted = had = 0.0
    for now, then in itertools.pairwise(moments):
        there = [span for span in spans if span.ready <= now < span.ended]
        wanted += min(len(there), slots) * (then - now)
        had += min(sum(span.began <= now for span in there), slots) * (then - now)
    return had / wanted


def recorded(root: Path) -> list[Span]:
    """Return the jobs of a workspace's runs, as their records say."""
    found = []
    for run in (root / "runs").glob("*"):
        for _episode, job in finished_jobs(run):
            began = datetime.fromisoformat(job.started).timestamp()
            found.append(Span(began - float(job.queue_wait_seconds), began, began + float(job.seconds)))
    return found


def simulated(root: Path) -> list[Span]:
    """Return the jobs of a simulated run: its stages as recorded, and its keyed jobs as they noted themselves."""
    times, tasks = _noted(root), keyed_tasks(root)
    spans = [
        Span(max([task.planned, *(times[parent][1] for parent in task.parents)]), *times[key])
        for key, task in tasks.items()
    ]
    return [*recorded(root), *spans]


def keyed_tasks(root: Path) -> dict[str, Task]:
    """Return the keyed jobs of a simulated run, with what each took. What is shared is there with its first plan."""
    times = _noted(root)
    tasks: dict[str, Task] = {}
    for path in (root / "episodes").glob("*/render_plan.*.json"):
        planned = path.stat().st_mtime
        for key, action in RenderPlan.load(path).actions.items():
            if key in times:  # not so a stem, which nobody asked for
                began, ended = times[key]
                first = min(planned, tasks[key].planned if key in tasks else began)
                tasks[key] = Task(first, ended - began, action.parent_keys)
    return tasks


def _noted(root: Path) -> dict[str, tuple[float, float]]:
    lines = [line.split() for line in (root / "build/simulated.txt").read_text().splitlines()]
    return {key: (float(began), float(ended)) for key, began, ended in lines}
