"""Seasons: which episodes stand where, why one failed, and how long the rest takes."""

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
    """Where an episode stands."""

    DONE = "done"
    """Its film is what a run would deliver now."""
    RUNNING = "running"
    """A run is at work in this workspace, and this episode has not failed in it."""
    FAILED = "failed"
    """Something of it failed in the last run, or what people wrote cannot be read."""
    WAITING = "waiting"
    """There is something to make and nobody makes it."""


@dataclass(frozen=True)
class EpisodeState:
    """One episode of a season, as it stands now."""

    episode: str
    season: str
    state: State
    why: str = ""
    waits_for: str = ""
    done: int = 0
    cached: int = 0
    left: int = 0
    seconds: float = 0.0
    """Of work left, by what earlier runs took"""


def season_states(workspace: Workspace, season: str) -> list[EpisodeState]:
    """Return every episode of a season with where it stands."""
    run = latest_run(workspace.root)
    jobs = finished_jobs(workspace.root / "runs" / run) if run else []
    usual, busy = usual_seconds(workspace.root), has_active_run(workspace.root)
    with plan_previewer(workspace) as ask:
        look = _Look(workspace, season, jobs, usual, busy, ask)
        return [_state(look, episode) for episode in workspace.seasons()[season]]


def seconds_left(states: Sequence[EpisodeState], slots: int) -> float:
    """Return how long the rest of these episodes takes where ``slots`` jobs run at once.

    An episode that failed waits for a person and is left out.
    """
    return sum(state.seconds for state in states if state.state is not State.FAILED) / max(slots, 1)


def part_of(episodes: Sequence[str], part: int, parts: int) -> list[str]:
    """Return one of so many parts of a season: in the order of the story, and as equal as may be."""
    return list(episodes[len(episodes) * (part - 1) // parts : len(episodes) * part // parts])


@dataclass(frozen=True)
class _Look:
    """What is the same for all episodes of a season that is looked at."""

    workspace: Workspace
    season: str
    jobs: Sequence[tuple[str, StageSummary]]
    usual: Mapping[str, float]
    busy: bool
    preview_plan: Callable[[str, str], PlanPreview]


def _state(look: _Look, episode: str) -> EpisodeState:
    workspace, season = look.workspace, look.season
    directory = workspace.root / "episodes" / episode
    try:
        seen = look.preview_plan(episode, DEFAULT_PROFILE)
    except ReelmakeError as problem:
        return EpisodeState(episode, season, State.FAILED, why=str(problem), waits_for="script")
    ours = [job for owner, job in look.jobs if owner == episode or job.key in seen.plan.actions]
    counts = {status: sum(job.status == status for job in ours) for status in ("done", "cached")}
    wanted = tasks(seen.plan, seen.last, workspace.root, workspace.store, look.usual)
    spoken = seconds_of("voice", look.usual) if seen.unspoken else 0.0
    failed = _why_failed(directory, ours)
    if not failed and not seen.unspoken and _delivered(directory, seen.plan):
        return EpisodeState(episode, season, State.DONE, done=counts["done"], cached=counts["cached"])
    return EpisodeState(
        episode,
        season,
        State.FAILED if failed else State.RUNNING if look.busy else State.WAITING,
        why=failed,
        waits_for=next_step(directory) or (f"{wanted[0].kind}: {wanted[0].subject}" if wanted else "delivery"),
        done=counts["done"],
        cached=counts["cached"],
        left=len(wanted),
        seconds=sum(task.seconds for task in wanted) + spoken,
    )


def _why_failed(directory: Path, jobs: Sequence[StageSummary]) -> str:
    """Return why an episode failed: what its last job of a kind said, or what the gate holds against its script."""
    last = {(job.stage, job.key): job for job in jobs}
    said = [job.error for job in last.values() if job.status == "failed"]
    if said:
        return said[-1]
    try:
        verdict = CanonVerdict.load(directory / "canon_verdict.json")
    except ReelmakeError:
        return ""
    found = [f"line {finding.line}: {finding.what}" for finding in verdict.findings]
    return f"the gate says FAIL: {'; '.join(found[:2])}" if verdict.verdict == "FAIL" else ""


def _delivered(directory: Path, plan: RenderPlan) -> bool:
    try:
        output = RenderOutput.load(directory / "render_output.json")
    except ReelmakeError:
        return False
    return (directory / "render.mp4").is_file() and delivered_as_planned(output, plan)


def next_step(directory: Path) -> str:
    """Return the first step of an episode that has left nothing yet; empty when all have."""
    return next((name for name, file in STEPS if not (directory / file).is_file()), "")
