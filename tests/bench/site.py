"""How well a site is used: what jobs wait for their queue, and how busy cores are while there is work."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.bench import workspaces
from tests.bench.budgets import Measured
from tests.bench.ideal import Task, least_waiting, slots_for
from tests.bench.measures import CHECKOUT, machine, snakemake

from reelmake.documents.plan import RenderPlan
from reelmake.workflow.job_records import ended_jobs

SIMULATED = CHECKOUT / "tests/bench/simulated.smk"
QUEUES = {"cpu_queue": 24, "local_ai_queue": 2, "media_queue": 2, "external_ai_queue": 1}
_EPISODES, _SHOTS = 5, 12


@dataclass(frozen=True)
class Span:
    """One job: when its inputs were there, when it began, when it ended."""

    ready: float
    began: float
    ended: float


def site_budgets(base: Path) -> Iterator[Measured]:
    """A simulated site of four queues, then the example's season for real on this machine's cores."""
    root = base / "simulated"
    workspaces.season(root, _EPISODES * _SHOTS, _SHOTS)
    caps = [f"{queue}={capacity}" for queue, capacity in QUEUES.items()]
    arguments = ("season/1", "--quiet", "all", "--cores", str(QUEUES["cpu_queue"]), "--resources", *caps)
    spent = snakemake(root, *arguments, snakefile=SIMULATED)
    spans = simulated(root)
    waited, worked = sum(s.began - s.ready for s in spans), sum(s.ended - s.began for s in spans)
    slots = QUEUES["cpu_queue"]
    detail = f"{len(spans)} jobs of {_EPISODES} episodes, {slots} slots: {spent.clock:.0f} s"
    yield Measured("queue wait as a share of jobs' time", 100 * waited / (waited + worked), "%", 20, detail)
    tasks = keyed_tasks(root)
    floor, keyed = least_waiting(tasks, slots), sum(task.seconds for task in tasks.values())
    best, enough = 100 * floor / (floor + worked), slots_for(tasks, 0.2, worked - keyed)
    detail = f"on paper, in the best of orders and started at once: {keyed:.0f} s of work come together"
    yield Measured(
        "the least it can be for these jobs", best, "%", float("inf"), f"{detail}; 20 % takes {enough} slots"
    )
    ours = max(waited - floor, 0.0)
    yield Measured("queue wait beyond that", 100 * ours / (ours + worked), "%", 20, "of jobs' time")
    idle = 100 * (1 - used_share(spans, slots))
    yield Measured("slots left empty while jobs wait for one", idle, "%", 20, "of slots that had work")
    yield from _example(base / "example")


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
        for _episode, job in ended_jobs(run):
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
