"""The state of each episode of a season, why an episode failed, and how long the remaining work takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reelmake.documents.output import RenderOutput, StageSummary, delivered_as_planned
from reelmake.documents.plan import RenderPlan
from reelmake.documents.verdict import CanonVerdict
from reelmake.episode.estimate import seconds_of, tasks, usual_seconds
from reelmake.episode.preview import PlanPreview, plan_previewer
from reelmake.execution.records import finished_jobs
from reelmake.execution.run import has_active_run, latest_run
from reelmake.kernel.errors import ReelmakeError
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

STEPS = (
    ("script", "script.json"),
    ("gate", "canon_verdict.json"),
    ("voice", "voice.json"),
    ("shots", "shotlist.json"),
    ("plan", f"render_plan.{DEFAULT_PROFILE}.json"),
)


class State(StrEnum):
    """The state of an episode."""

    DONE = "done"
    """Its delivered film is up to date."""
    RUNNING = "running"
    """A run is active in this workspace, and this episode has not failed in it."""
    FAILED = "failed"
    """A job of it failed in the last run, or its screenplay cannot be read."""
    WAITING = "waiting"
    """Something is left to make, and no run is active."""


@dataclass(frozen=True)
class EpisodeState:
    """The state of one episode of a season."""

    episode: str
    season: str
    state: State
    why: str = ""
    waits_for: str = ""
    done: int = 0
    cached: int = 0
    left: int = 0
    seconds: float = 0.0
    """The remaining work, estimated from earlier runs"""


def season_states(workspace: Workspace, season: str) -> list[EpisodeState]:
    """Return the state of every episode of a season."""
    run = latest_run(workspace.root)
    jobs = finished_jobs(workspace.root / "runs" / run) if run else []
    usual, busy = usual_seconds(workspace.root), has_active_run(workspace.root)
    with plan_previewer(workspace) as preview:
        shared = _SeasonInputs(workspace, season, jobs, usual, busy, preview)
        return [_state(shared, episode) for episode in workspace.seasons()[season]]


def seconds_left(states: Sequence[EpisodeState], slots: int) -> float:
    """Return how long the remaining work of these episodes takes if ``slots`` jobs run at once.

    Failed episodes are left out: they need a person first.
    """
    return sum(state.seconds for state in states if state.state is not State.FAILED) / max(slots, 1)


def batch_of(episodes: Sequence[str], number: int, count: int) -> list[str]:
    """Return batch ``number`` of ``count`` batches: consecutive episodes, in batches of about the same size."""
    return list(episodes[len(episodes) * (number - 1) // count : len(episodes) * number // count])


@dataclass(frozen=True)
class _SeasonInputs:
    """What the states of all episodes of a season are computed from."""

    workspace: Workspace
    season: str
    jobs: Sequence[tuple[str, StageSummary]]
    usual: Mapping[str, float]
    run_is_active: bool
    preview: Callable[[str, str], PlanPreview]


def _state(shared: _SeasonInputs, episode: str) -> EpisodeState:
    workspace, season = shared.workspace, shared.season
    directory = workspace.root / "episodes" / episode
    try:
        preview = shared.preview(episode, DEFAULT_PROFILE)
    except ReelmakeError as problem:
        return EpisodeState(episode, season, State.FAILED, why=str(problem), waits_for="script")
    jobs = [job for owner, job in shared.jobs if owner == episode or job.key in preview.plan.actions]
    counts = {status: sum(job.status == status for job in jobs) for status in ("done", "cached")}
    remaining = tasks(preview.plan, preview.last, workspace.root, workspace.store, shared.usual)
    speech_seconds = seconds_of("voice", shared.usual) if preview.unspoken else 0.0
    failed = _why_failed(directory, jobs)
    if not failed and not preview.unspoken and _is_delivered(directory, preview.plan):
        return EpisodeState(episode, season, State.DONE, done=counts["done"], cached=counts["cached"])
    return EpisodeState(
        episode,
        season,
        State.FAILED if failed else State.RUNNING if shared.run_is_active else State.WAITING,
        why=failed,
        waits_for=first_missing_step(directory)
        or (f"{remaining[0].kind}: {remaining[0].subject}" if remaining else "delivery"),
        done=counts["done"],
        cached=counts["cached"],
        left=len(remaining),
        seconds=sum(task.seconds for task in remaining) + speech_seconds,
    )


def _why_failed(directory: Path, jobs: Sequence[StageSummary]) -> str:
    """Return why an episode failed: the error of its last failed job, or the findings of the gate; empty if neither.

    A job that failed and later succeeded does not count.
    """
    last = {(job.stage, job.key): job for job in jobs}
    errors = [job.error for job in last.values() if job.status == "failed"]
    if errors:
        return errors[-1]
    try:
        verdict = CanonVerdict.load(directory / "canon_verdict.json")
    except ReelmakeError:
        return ""
    found = [f"line {finding.line}: {finding.what}" for finding in verdict.findings]
    return f"the gate says FAIL: {'; '.join(found[:2])}" if verdict.verdict == "FAIL" else ""


def _is_delivered(directory: Path, plan: RenderPlan) -> bool:
    """Return whether the delivered film exists and is the one that a plan describes."""
    try:
        output = RenderOutput.load(directory / "render_output.json")
    except ReelmakeError:
        return False
    return (directory / "render.mp4").is_file() and delivered_as_planned(output, plan)


def first_missing_step(directory: Path) -> str:
    """Return the first step of an episode whose file does not exist; empty if all exist."""
    return next((name for name, file in STEPS if not (directory / file).is_file()), "")
