"""How far a run has come, from the records its jobs leave: what is done, at work, waiting, and for how much longer."""

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
from reelmake.operations.season import next_step
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@dataclass(frozen=True)
class EpisodeProgress:
    """How far one episode of a run has come."""

    episode: str
    done: int
    cached: int
    running: tuple[RunningJob, ...]
    left: int
    """Keyed results still to make; nothing is known of them before the plan"""
    waits_for: str
    failed: str
    seconds: float | None
    """Of work left, one job at a time; None while nobody knows"""

    @property
    def state(self) -> str:
        """Return one word for where it stands."""
        if self.failed:
            return "failed"
        if self.running:
            return "running"
        return "waiting" if self.waits_for else "done"


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    run_id: str
    status: str
    """running, or how it ended: done, failed, waiting, cancelled, killed"""
    episodes: tuple[EpisodeProgress, ...]
    made: int
    cached: int
    running: int
    """Jobs of all episodes; what two of them share counts once"""

    def seconds_left(self, slots: int) -> float | None:
        """Return how long the rest takes where ``slots`` jobs run at once; None while nobody knows.

        An episode that has no plan yet is taken to be like those that have one.
        """
        open_ones = [one for one in self.episodes if one.state in ("running", "waiting")]
        known = [one.seconds for one in self.episodes if one.seconds is not None]
        if not known and open_ones:
            return None
        like = mean(known) if known else 0.0
        return sum(like if one.seconds is None else one.seconds for one in open_ones) / max(slots, 1)


@dataclass
class Watch:
    """Looks at a run again and again, and reads each record once."""

    workspace: Workspace
    run_id: str
    _ended: FinishedJobs = field(init=False)
    _plans: dict[Path, tuple[int, _Planned]] = field(default_factory=dict)
    _usual: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        known = sorted(path.parent.name for path in (self.workspace.root / "runs").glob("*/run.json"))
        if self.run_id == "last":
            self.run_id = latest_run(self.workspace.root)
        if self.run_id not in known:
            raise NotFound(
                f"there is no run {one_line(self.run_id)!r}{did_you_mean(self.run_id, known)}",
                allowed=", ".join(known[-5:]) or "(there was none yet)",
                remedy="name one of these, or: last",
                reason="NO_RUN",
            )
        self._ended = FinishedJobs(self.directory)
        self._usual = usual_seconds(self.workspace.root)

    @property
    def directory(self) -> Path:
        return self.workspace.root / "runs" / self.run_id

    @property
    def site_id(self) -> str:
        """Return the site the run is at."""
        return str(self._told.get("site_id", "local"))

    @property
    def _told(self) -> Mapping[str, object]:
        try:
            told = json.loads((self.directory / "run.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def look(self) -> Progress:
        """Return how far the run has come."""
        ended, begun = self._ended.read(), running_jobs(self.directory)
        status = self._status()
        running = begun if status == "running" else []
        episodes = self._episodes({owner for owner, _job in ended} | {job.episode for job in running})
        seen = tuple(self._episode(episode, ended, running) for episode in episodes)
        states = [job.status for _owner, job in ended]
        return Progress(self.run_id, status, seen, states.count("done"), states.count("cached"), len(running))

    def _status(self) -> str:
        try:
            return str(json.loads((self.directory / "ended.json").read_bytes())["status"])
        except (OSError, ValueError, KeyError):
            ours = latest_run(self.workspace.root) == self.run_id
            return "running" if ours and has_active_run(self.workspace.root) else "killed"

    def _episodes(self, seen: Iterable[str]) -> list[str]:
        """Return the episodes the run was asked for, as it wrote down, and any other it worked on."""
        listed = self._told.get("episodes", ())
        asked = [str(episode) for episode in listed] if isinstance(listed, list) else []
        return [*asked, *sorted({episode for episode in seen if episode and episode not in asked})]

    def _episode(
        self, episode: str, ended: list[tuple[str, StageSummary]], running: list[RunningJob]
    ) -> EpisodeProgress:
        directory = self.workspace.root / "episodes" / episode
        plan = self._plan(directory / f"render_plan.{DEFAULT_PROFILE}.json")
        step, missing = next_step(directory), plan.missing()
        ours = [job for owner, job in ended if owner == episode or job.key in plan.kinds]
        last = {(job.stage, job.key): job for job in ours}
        delivered = not step and not missing and _delivered_key(directory) == plan.film
        return EpisodeProgress(
            episode,
            done=sum(job.status == "done" for job in ours),
            cached=sum(job.status == "cached" for job in ours),
            running=tuple(job for job in running if job.episode == episode or job.key in plan.kinds),
            left=len(missing),
            waits_for="" if delivered else step or (plan.kinds[missing[-1]] if missing else "delivery"),
            failed=next((job.error for job in last.values() if job.status == "failed"), ""),
            seconds=None if step else sum(seconds_of(plan.kinds[key], self._usual) for key in missing),
        )

    def _plan(self, path: Path) -> _Planned:
        """Return what a plan names, read again when it is another; nothing before there is one."""
        try:
            stamp = path.stat().st_mtime_ns
            if path not in self._plans or self._plans[path][0] != stamp:
                self._plans[path] = (stamp, _planned(RenderPlan.load(path), self.workspace.root))
        except (OSError, ReelmakeError):
            return _Planned()
        return self._plans[path][1]


@dataclass(frozen=True)
class _Planned:
    """What a watch remembers of a plan: each result's kind, place and what it is made from."""

    film: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Path] = field(default_factory=dict)
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """Return the results that the film still lacks, itself first; what nobody needs is not missed."""
        found: dict[str, None] = {}
        asked = [self.film] if self.film else []
        while asked:
            key = asked.pop()
            if key in self.places and key not in found and not self.places[key].exists():
                found[key] = None
                asked += self.parents[key]
        return list(found)


def _planned(plan: RenderPlan, root: Path) -> _Planned:
    actions = plan.actions
    return _Planned(
        film=plan.deliverables["render.mp4"],
        kinds={key: action.kind for key, action in actions.items()},
        places={key: root / build_path(one.kind, key, one.extension) for key, one in actions.items()},
        parents={key: action.parent_keys for key, action in actions.items()},
    )


def _delivered_key(directory: Path) -> str:
    try:
        film = RenderOutput.load(directory / "render_output.json").files.get("render.mp4")
    except ReelmakeError:
        return ""
    return film.key if film else ""


def clock_after(seconds: float) -> str:
    """Return what the clock says in so many seconds."""
    return time.strftime("%H:%M", time.localtime(time.time() + seconds))
