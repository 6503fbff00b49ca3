"""What the rules ask while Snakemake lays out its jobs: which keyed files an episode's film is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelmake.documents.action import Action, action_path, build_path
from reelmake.documents.output import RenderOutput, delivered_as_planned
from reelmake.documents.plan import RenderPlan
from reelmake.documents.shotlist import ShotList, contents_digest
from reelmake.execution.planned_actions import PlannedActions
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import ReelmakeError
from reelmake.workspace.workspace import delivery_directory

Predict = Callable[[str, str], RenderPlan | None]
PredictShots = Callable[[str], ShotList | None]


@dataclass(frozen=True)
class _Keyed:
    """What is remembered of an action: a season has thousands, and their texts are large."""

    path: str
    subject: str
    parents: tuple[str, ...]


@dataclass(frozen=True)
class _Planned:
    """What is remembered of a plan."""

    film: str
    stems: Mapping[str, str]
    notes: str
    delivers_anew: bool


class Fanout:
    """Answers input functions from plans on disk, or in a dry run from a plan worked out in memory.

    A dry run cannot wait for the plan's job. Planning is pure, so it is done here instead, and the jobs it leads to
    are named; only where a line was never spoken is its length unknown, and then Snakemake says that more will come.
    """

    def __init__(self, root: Path, predict: Predict, predict_shots: PredictShots) -> None:
        self._root = root
        self._known = PlannedActions(root)
        self._predict = predict
        self._predict_shots = predict_shots
        self._keyed: dict[str, _Keyed] = {}
        self._predicted_plans: dict[tuple[str, str], _Planned | None] = {}
        self._plans: dict[str, tuple[tuple[int, ...], _Planned]] = {}
        self._keys: dict[str, set[str]] = {}

    def film(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return the keyed file that is an episode's finished film."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).film

    def stem(self, checkpoint: Any, episode: str, profile: str, name: str, *, dry_run: bool) -> str:
        """Return the keyed file that is a stem of an episode's sound."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).stems[name]

    def notes(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what a delivery says beside the film: captions, flags, placeholders."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).notes

    def shown(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what papers show of an episode's shots."""
        if dry_run and self._predicted(episode, profile) is not None:
            foreseen = self._predict_shots(episode)
            if foreseen is not None:
                return contents_digest(foreseen)
        self._on_disk(checkpoint, episode, profile)
        return contents_digest(ShotList.load(self._root / f"episodes/{episode}/shotlist.json"))

    def delivers_anew(self, episode: str, profile: str) -> bool:
        """Say whether what was delivered differs from what a dry run foresees.

        Snakemake looks no further at what lies below a job that runs, so a dry run has to be told.
        """
        planned = self._predicted(episode, profile)
        return planned is not None and planned.delivers_anew

    def keys_of(self, episode: str) -> frozenset[str]:
        """Return the keys of all plans of an episode that this run asked for."""
        return frozenset(self._keys.get(episode, ()))

    def document(self, key: str) -> list[str]:
        """Return the action document of a key; nothing where a dry run only knows it in memory."""
        path = action_path(key)
        return [] if key in self._keyed and not Path(path).exists() else [path]

    def parents(self, key: str) -> list[str]:
        """Return the keyed files an action reads; none when its result is there, for then nobody needs them."""
        known = self._known_of(key)
        return [] if known is None or Path(known.path).exists() else list(known.parents)

    def subject(self, key: str) -> str:
        """Return what an action is for, as people call it."""
        known = self._known_of(key)
        return known.subject if known else ""

    def _plan(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> _Planned:
        foreseen = self._predicted(episode, profile) if dry_run else None
        return foreseen or self._on_disk(checkpoint, episode, profile)

    def _on_disk(self, checkpoint: Any, episode: str, profile: str) -> _Planned:
        """Return the plan on disk; asking the checkpoint for it is what Snakemake's early cut-off hangs on."""
        path = str(checkpoint.get(ep=episode, profile=profile).output[0])
        stat = Path(path).stat()
        mark = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        known = self._plans.get(path)
        if known is None or known[0] != mark:
            # Snakemake asks several times for each layout of its jobs, and reading a plan takes a while.
            known = self._plans[path] = (mark, self._remember(RenderPlan.load(path), anew=False))
        return known[1]

    def _predicted(self, episode: str, profile: str) -> _Planned | None:
        place = (episode, profile)
        if place not in self._predicted_plans:
            try:
                plan = self._predict(episode, profile)
            except ReelmakeError:
                plan = None
            anew = plan is not None and self._differs(plan)
            self._predicted_plans[place] = self._remember(plan, anew=anew) if plan is not None else None
        return self._predicted_plans[place]

    def _differs(self, plan: RenderPlan) -> bool:
        try:
            output = RenderOutput.load(
                self._root / delivery_directory(plan.episode, plan.profile) / "render_output.json"
            )
        except ReelmakeError:
            return True
        return not delivered_as_planned(output, plan)

    def _remember(self, plan: RenderPlan, *, anew: bool) -> _Planned:
        for key, action in plan.actions.items():
            if key not in self._keyed:
                self._keyed[key] = _keyed(key, action)
        self._keys.setdefault(plan.episode, set()).update(plan.actions)
        return _Planned(
            film=self._result(plan.deliverables["render.mp4"], "mux", "mp4"),
            stems={name: self._result(key, "stem", "wav") for name, key in plan.stems.items()},
            notes=digest(
                ("notes", 2, plan.deliverables, plan.captions, plan.flags, plan.missing, plan.timing_lock_hash)
            ),
            delivers_anew=anew,
        )

    def _result(self, key: str, kind: str, extension: str) -> str:
        known = self._known_of(key)
        return known.path if known else build_path(kind, key, extension)

    def _known_of(self, key: str) -> _Keyed | None:
        if key not in self._keyed:
            found = self._known.find(key)
            if found is None:
                return None
            self._keyed[key] = _keyed(key, found)
        return self._keyed[key]


def _keyed(key: str, action: Action) -> _Keyed:
    return _Keyed(build_path(action.kind, key, action.extension), action.subject, action.reads)
