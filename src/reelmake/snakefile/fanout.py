"""Answers input functions of the rules: which results of actions an episode's film is made from."""

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
class _ActionFiles:
    """The part of an action that rules need. Whole actions are not kept: a season has thousands of large ones."""

    path: str
    subject: str
    parents: tuple[str, ...]


@dataclass(frozen=True)
class _PlanFiles:
    """The part of a plan that rules need."""

    film: str
    stems: Mapping[str, str]
    notes: str
    needs_delivery: bool


class Fanout:
    """Answers input functions from the plans on disk, or in a dry run from plans computed in memory.

    A dry run does not run the plan's job. Planning is pure, so it is done in memory instead, and the dry run lists the
    jobs that follow. Only if a line was never spoken is that impossible, because its length is unknown: Snakemake then
    says that more jobs will be added.
    """

    def __init__(self, root: Path, predict: Predict, predict_shots: PredictShots) -> None:
        self._root = root
        self._planned_actions = PlannedActions(root)
        self._predict = predict
        self._predict_shots = predict_shots
        self._actions: dict[str, _ActionFiles] = {}
        self._predicted_plans: dict[tuple[str, str], _PlanFiles | None] = {}
        self._plans: dict[str, tuple[tuple[int, ...], _PlanFiles]] = {}
        self._keys: dict[str, set[str]] = {}

    def film(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return the path in ``build/`` of an episode's finished film."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).film

    def stem(self, checkpoint: Any, episode: str, profile: str, name: str, *, dry_run: bool) -> str:
        """Return the path in ``build/`` of a stem of an episode's sound."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).stems[name]

    def notes(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what is delivered with the film: captions, flags, placeholders."""
        return self._plan(checkpoint, episode, profile, dry_run=dry_run).notes

    def shown(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what papers show about an episode's shots."""
        if dry_run and self._predicted(episode, profile) is not None:
            predicted = self._predict_shots(episode)
            if predicted is not None:
                return contents_digest(predicted)
        self._on_disk(checkpoint, episode, profile)
        return contents_digest(ShotList.load(self._root / f"episodes/{episode}/shotlist.json"))

    def needs_delivery(self, episode: str, profile: str) -> bool:
        """Return whether the delivered film differs from the plan that a dry run predicts.

        Snakemake cannot find out itself: a dry run does not examine the jobs that depend on a plan that would run.
        """
        predicted = self._predicted(episode, profile)
        return predicted is not None and predicted.needs_delivery

    def keys_of(self, episode: str) -> frozenset[str]:
        """Return the keys in all plans of an episode that this run has read."""
        return frozenset(self._keys.get(episode, ()))

    def document(self, key: str) -> list[str]:
        """Return the path of an action's document; empty if a dry run has the action only in memory."""
        path = action_path(key)
        return [] if key in self._actions and not Path(path).exists() else [path]

    def parents(self, key: str) -> list[str]:
        """Return the results that an action reads; empty if the action's own result exists, so that none is made."""
        action = self._action(key)
        return [] if action is None or Path(action.path).exists() else list(action.parents)

    def subject(self, key: str) -> str:
        """Return what an action is for, in words."""
        action = self._action(key)
        return action.subject if action else ""

    def _plan(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> _PlanFiles:
        predicted = self._predicted(episode, profile) if dry_run else None
        return predicted or self._on_disk(checkpoint, episode, profile)

    def _on_disk(self, checkpoint: Any, episode: str, profile: str) -> _PlanFiles:
        """Return the plan on disk. Snakemake's early cut-off works only because the checkpoint is asked for it."""
        path = str(checkpoint.get(ep=episode, profile=profile).output[0])
        stat = Path(path).stat()
        stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        cached = self._plans.get(path)
        if cached is None or cached[0] != stamp:
            # Cached, because Snakemake calls input functions repeatedly, and reading a plan takes a while.
            cached = self._plans[path] = (stamp, self._plan_files(RenderPlan.load(path), needs_delivery=False))
        return cached[1]

    def _predicted(self, episode: str, profile: str) -> _PlanFiles | None:
        plan_id = (episode, profile)
        if plan_id not in self._predicted_plans:
            try:
                plan = self._predict(episode, profile)
            except ReelmakeError:
                plan = None
            self._predicted_plans[plan_id] = (
                self._plan_files(plan, needs_delivery=self._is_undelivered(plan)) if plan is not None else None
            )
        return self._predicted_plans[plan_id]

    def _is_undelivered(self, plan: RenderPlan) -> bool:
        try:
            output = RenderOutput.load(
                self._root / delivery_directory(plan.episode, plan.profile) / "render_output.json"
            )
        except ReelmakeError:
            return True
        return not delivered_as_planned(output, plan)

    def _plan_files(self, plan: RenderPlan, *, needs_delivery: bool) -> _PlanFiles:
        for key, action in plan.actions.items():
            if key not in self._actions:
                self._actions[key] = _action_files(key, action)
        self._keys.setdefault(plan.episode, set()).update(plan.actions)
        return _PlanFiles(
            film=self._result(plan.deliverables["render.mp4"], "mux", "mp4"),
            stems={name: self._result(key, "stem", "wav") for name, key in plan.stems.items()},
            notes=digest(
                ("notes", 2, plan.deliverables, plan.captions, plan.flags, plan.missing, plan.timing_lock_hash)
            ),
            needs_delivery=needs_delivery,
        )

    def _result(self, key: str, kind: str, extension: str) -> str:
        action = self._action(key)
        return action.path if action else build_path(kind, key, extension)

    def _action(self, key: str) -> _ActionFiles | None:
        if key not in self._actions:
            found = self._planned_actions.find(key)
            if found is None:
                return None
            self._actions[key] = _action_files(key, found)
        return self._actions[key]


def _action_files(key: str, action: Action) -> _ActionFiles:
    return _ActionFiles(build_path(action.kind, key, action.extension), action.subject, action.reads)
