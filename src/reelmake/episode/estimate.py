"""What a run would make and how long it would take, from what earlier runs took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from reelmake.actions.store import Store
from reelmake.documents.action import build_path
from reelmake.documents.output import RunSummary
from reelmake.documents.plan import RenderPlan
from reelmake.episode.diff import Change, compare_plans
from reelmake.kernel.errors import ReelmakeError

_DEFAULT_SECONDS = {"art": 0.5, "clip": 2.0, "gain": 2.0, "sound": 2.0, "mux": 0.6, "speech": 0.5, "voice": 2.0}
_RUNS_LOOKED_AT = 20


@dataclass(frozen=True)
class Task:
    """One keyed result a run would have to put in place."""

    kind: str
    subject: str
    key: str
    how: str
    """make, or fetch when the cache has it already"""
    why: str
    seconds: float


def tasks(
    plan: RenderPlan, last: RenderPlan | None, root: Path, store: Store, usual: Mapping[str, float]
) -> list[Task]:
    """Return what is missing in the workspace for a plan, in the order it is made, with its ``usual`` seconds."""
    why = {change.key: _why(change) for change in compare_plans(last, plan)}
    found = []
    for key, action in plan.actions.items():
        if (root / build_path(action.kind, key, action.extension)).is_file():
            continue
        cached = store.entry(key).is_dir()
        seconds = 0.2 if cached else seconds_of(action.kind, usual)
        reason = why.get(key, "")
        found.append(
            Task(action.kind, action.subject, key, "fetch" if cached else "make", reason or "it is gone", seconds)
        )
    return _needed(found, plan)


def seconds_of(kind: str, usual: Mapping[str, float]) -> float:
    """Return what a job of a kind takes, or a guess where none was done yet."""
    return usual.get(kind, _DEFAULT_SECONDS.get(kind, 1.0))


def usual_seconds(root: Path) -> dict[str, float]:
    """Return the median seconds of each kind of job that was really done in the latest runs."""
    seconds: dict[str, list[float]] = {}
    for summary in _latest_summaries(root):
        for stage in summary.stages:
            if stage.status == "done":
                seconds.setdefault(stage.stage, []).append(float(stage.seconds))
    return {kind: median(values) for kind, values in seconds.items()}


def _latest_summaries(root: Path) -> Iterable[RunSummary]:
    for path in sorted((root / "runs").glob("*/*.summary.json"), reverse=True)[:_RUNS_LOOKED_AT]:
        try:
            yield RunSummary.load(path)
        except ReelmakeError:
            continue


def _needed(found: list[Task], plan: RenderPlan) -> list[Task]:
    """Leave out what is gone but nobody needs: its consumers are all in place."""
    missing = {task.key for task in found}
    consumers: dict[str, list[str]] = {}
    for key, action in plan.actions.items():
        for parent in action.parent_keys:
            consumers.setdefault(parent, []).append(key)
    needed = missing & set(plan.deliverables.values())
    for key in reversed(list(plan.actions)):
        if key in missing and any(consumer in needed for consumer in consumers.get(key, ())):
            needed.add(key)
    return [task for task in found if task.key in needed]


def _why(change: Change) -> str:
    if change.status == "changed" and change.differences:
        first = change.differences[0]
        more = len(change.differences) - 1
        return f"{first.field} changed" + (f", and {more} more" if more else "")
    return {"new": "new", "same": "not in this workspace", "changed": "changed"}.get(change.status, "")
