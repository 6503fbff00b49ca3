"""The progress of a run, from the records its jobs leave: what is done, running and waiting, and the time left."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from reelmake.documents.action import build_path
from reelmake.documents.output import RenderOutput, StageSummary
from reelmake.documents.plan import RenderPlan
from reelmake.episode.estimate import seconds_of, usual_seconds
from reelmake.execution.records import FinishedJobs, RunningJob, running_jobs
from reelmake.execution.run import has_active_run, latest_run
from reelmake.kernel.errors import NotFound, ReelmakeError, did_you_mean, one_line
from reelmake.operations.season import first_missing_step
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@dataclass(frozen=True)
class EpisodeProgress:
    """The progress of one episode of a run."""

    episode: str
    done: int
    cached: int
    running: tuple[RunningJob, ...]
    left: int
    """How many results of actions are still to make; 0 before there is a plan"""
    waits_for: str
    failed: str
    """The error of its last failed job; empty if none failed"""
    seconds: float | None
    """The remaining work, one job at a time; None while it is unknown"""

    @property
    def state(self) -> str:
        """Return ``done``, ``running``, ``waiting`` or ``failed``."""
        if self.failed:
            return "failed"
        if self.running:
            return "running"
        return "waiting" if self.waits_for else "done"


@dataclass(frozen=True)
class Progress:
    """The progress of a run."""

    run_id: str
    status: str
    """running, or how it ended: done, failed, waiting, cancelled, killed"""
    episodes: tuple[EpisodeProgress, ...]
    made: int
    cached: int
    running: int
    """Jobs of all episodes; a job that two episodes share counts once"""

    def seconds_left(self, slots: int) -> float | None:
        """Return how long the remaining work takes if ``slots`` jobs run at once; None while it is unknown.

        An episode without a plan counts as much as the others do on average.
        """
        unfinished = [one for one in self.episodes if one.state in ("running", "waiting")]
        known = [one.seconds for one in self.episodes if one.seconds is not None]
        if not known and unfinished:
            return None
        average = mean(known) if known else 0.0
        return sum(average if one.seconds is None else one.seconds for one in unfinished) / max(slots, 1)


@dataclass
class RunMonitor:
    """Reports the progress of a run. Calling it repeatedly reads each record only once."""

    workspace: Workspace
    run_id: str
    """A run's id, or ``last``"""
    _finished: FinishedJobs = field(init=False)
    _plans: dict[Path, tuple[int, _PlanIndex]] = field(default_factory=dict)
    _usual: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        known = sorted(path.parent.name for path in (self.workspace.root / "runs").glob("*/run.json"))
        if self.run_id == "last":
            self.run_id = latest_run(self.workspace.root)
        if self.run_id not in known:
            raise NotFound(
                f"there is no run {one_line(self.run_id)!r}{did_you_mean(self.run_id, known)}",
                allowed=", ".join(known[-5:]) or "(there is no run yet)",
                remedy="name one of these, or: last",
                reason="NO_RUN",
            )
        self._finished = FinishedJobs(self.directory)
        self._usual = usual_seconds(self.workspace.root)

    @property
    def directory(self) -> Path:
        return self.workspace.root / "runs" / self.run_id

    @property
    def site_id(self) -> str:
        """Return the site of the run."""
        return str(self._run_record.get("site_id", "local"))

    @property
    def _run_record(self) -> Mapping[str, object]:
        try:
            record = json.loads((self.directory / "run.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def progress(self) -> Progress:
        """Return the progress of the run now."""
        finished, started = self._finished.read(), running_jobs(self.directory)
        status = self._status()
        # Jobs that never ended are running only while their run is.
        running = started if status == "running" else []
        names = self._episodes({owner for owner, _job in finished} | {job.episode for job in running})
        episodes = tuple(self._episode(episode, finished, running) for episode in names)
        states = [job.status for _owner, job in finished]
        return Progress(self.run_id, status, episodes, states.count("done"), states.count("cached"), len(running))

    def _status(self) -> str:
        try:
            return str(json.loads((self.directory / "ended.json").read_bytes())["status"])
        except (OSError, ValueError, KeyError):
            is_latest = latest_run(self.workspace.root) == self.run_id
            return "running" if is_latest and has_active_run(self.workspace.root) else "killed"

    def _episodes(self, worked_on: Iterable[str]) -> list[str]:
        """Return the episodes that the run was started for, according to its record, and any other it worked on."""
        listed = self._run_record.get("episodes", ())
        requested = [str(episode) for episode in listed] if isinstance(listed, list) else []
        return [*requested, *sorted({episode for episode in worked_on if episode and episode not in requested})]

    def _episode(
        self, episode: str, finished: list[tuple[str, StageSummary]], running: list[RunningJob]
    ) -> EpisodeProgress:
        directory = self.workspace.root / "episodes" / episode
        plan = self._plan(directory / f"render_plan.{DEFAULT_PROFILE}.json")
        step, missing = first_missing_step(directory), plan.missing()
        jobs = [job for owner, job in finished if owner == episode or job.key in plan.kinds]
        last = {(job.stage, job.key): job for job in jobs}
        delivered = not step and not missing and _delivered_key(directory) == plan.film
        return EpisodeProgress(
            episode,
            done=sum(job.status == "done" for job in jobs),
            cached=sum(job.status == "cached" for job in jobs),
            running=tuple(job for job in running if job.episode == episode or job.key in plan.kinds),
            left=len(missing),
            waits_for="" if delivered else step or (plan.kinds[missing[-1]] if missing else "delivery"),
            failed=next((job.error for job in last.values() if job.status == "failed"), ""),
            seconds=None if step else sum(seconds_of(plan.kinds[key], self._usual) for key in missing),
        )

    def _plan(self, path: Path) -> _PlanIndex:
        """Return the index of a plan, read again if the file has changed; empty if there is no plan."""
        try:
            stamp = path.stat().st_mtime_ns
            if path not in self._plans or self._plans[path][0] != stamp:
                self._plans[path] = (stamp, _index(RenderPlan.load(path), self.workspace.root))
        except (OSError, ReelmakeError):
            return _PlanIndex()
        return self._plans[path][1]


@dataclass(frozen=True)
class _PlanIndex:
    """The part of a plan that progress is computed from: the kind, path and parents of each result, by key."""

    film: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """Return the keys of the results that are still to make for the film, the film itself first."""
        found: dict[str, None] = {}
        pending = [self.film] if self.film else []
        while pending:
            key = pending.pop()
            # The parents of a result that exists are not needed.
            if key in self.paths and key not in found and not self.paths[key].exists():
                found[key] = None
                pending += self.parents[key]
        return list(found)


def _index(plan: RenderPlan, root: Path) -> _PlanIndex:
    actions = plan.actions
    return _PlanIndex(
        film=plan.deliverables["render.mp4"],
        kinds={key: action.kind for key, action in actions.items()},
        paths={key: root / build_path(one.kind, key, one.extension) for key, one in actions.items()},
        parents={key: action.parent_keys for key, action in actions.items()},
    )


def _delivered_key(directory: Path) -> str:
    try:
        film = RenderOutput.load(directory / "render_output.json").files.get("render.mp4")
    except ReelmakeError:
        return ""
    return film.key if film else ""


def clock_time_in(seconds: float) -> str:
    """Return the local time this many seconds from now, as HH:MM."""
    return time.strftime("%H:%M", time.localtime(time.time() + seconds))
