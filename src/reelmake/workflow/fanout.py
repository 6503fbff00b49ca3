"""What the rules ask while Snakemake lays out its jobs: which keyed files an episode's film is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reelmake.documents.action import Action, FromAction, action_path, build_path
from reelmake.documents.errors import ReelmakeError
from reelmake.documents.output import RenderOutput, delivered_as_planned
from reelmake.documents.plan import RenderPlan
from reelmake.documents.shotlist import ShotList, shown_digest
from reelmake.kernel.digest import digest
from reelmake.workflow.known import KnownActions
from reelmake.workflow.workspace import delivery_directory

Predict = Callable[[str, str], RenderPlan | None]
PredictShots = Callable[[str], ShotList | None]


class Fanout:
    """Answers input functions from plans on disk, or in a dry run from a plan worked out in memory.

    A dry run cannot wait for the plan's job. Planning is pure, so it is done here instead, and the jobs it leads to
    are named; only where a line was never spoken is its length unknown, and then Snakemake says that more will come.
    """

    def __init__(self, root: Path, predict: Predict, predict_shots: PredictShots) -> None:
        self._root = root
        self._known = KnownActions(root)
        self._predict = predict
        self._predict_shots = predict_shots
        self._actions: dict[str, Action] = {}
        self._plans: dict[tuple[str, str], RenderPlan | None] = {}

    def film(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return the keyed file that is an episode's finished film."""
        if dry_run:
            plan = self._predicted(episode, profile)
            if plan is not None:
                return self._result(plan.deliverables["render.mp4"])
        return self._result(self._planned(checkpoint, episode, profile).deliverables["render.mp4"])

    def stem(self, checkpoint: Any, episode: str, profile: str, name: str, *, dry_run: bool) -> str:
        """Return the keyed file that is a stem of an episode's sound."""
        plan = self._predicted(episode, profile) if dry_run else None
        plan = plan or self._planned(checkpoint, episode, profile)
        key = plan.stems[name]
        action = self._action(key)
        return action.path if action else build_path("stem", key, "wav")

    def notes(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what a delivery says beside the film: captions, flags, placeholders."""
        plan = self._predicted(episode, profile) if dry_run else None
        plan = plan or self._planned(checkpoint, episode, profile)
        return digest(("notes", 2, plan.deliverables, plan.captions, plan.flags, plan.missing, plan.timing_lock_hash))

    def shown(self, checkpoint: Any, episode: str, profile: str, *, dry_run: bool) -> str:
        """Return a digest of what papers show of an episode's shots."""
        if dry_run and self._predicted(episode, profile) is not None:
            foreseen = self._predict_shots(episode)
            if foreseen is not None:
                return shown_digest(foreseen)
        self._planned(checkpoint, episode, profile)
        return shown_digest(ShotList.load(self._root / f"episodes/{episode}/shotlist.json"))

    def delivers_anew(self, episode: str, profile: str) -> bool:
        """Say whether what was delivered differs from what a dry run foresees.

        Snakemake looks no further at what lies below a job that runs, so a dry run has to be told.
        """
        plan = self._predicted(episode, profile)
        if plan is None:
            return False
        try:
            output = RenderOutput.load(self._root / delivery_directory(episode, profile) / "render_output.json")
        except ReelmakeError:
            return True
        return not delivered_as_planned(output, plan)

    def document(self, key: str) -> list[str]:
        """Return the action document of a key; nothing where a dry run only knows it in memory."""
        path = action_path(key)
        return [] if key in self._actions and not Path(path).exists() else [path]

    def parents(self, key: str) -> list[str]:
        """Return the keyed files an action reads; none when its result is there, for then nobody needs them."""
        action = self._action(key)
        if action is None or Path(action.path).exists():
            return []
        made = (item for item in action.inputs.values() if isinstance(item, FromAction) and item.kind != "speech")
        return sorted({build_path(item.kind, item.key, item.extension) for item in made})

    def subject(self, key: str) -> str:
        """Return what an action is for, as people call it."""
        action = self._action(key)
        return action.subject if action else ""

    def _planned(self, checkpoint: Any, episode: str, profile: str) -> RenderPlan:
        """Return the plan on disk; asking the checkpoint for it is what Snakemake's early cut-off hangs on."""
        plan = RenderPlan.load(checkpoint.get(ep=episode, profile=profile).output[0])
        self._actions.update(plan.actions)
        return plan

    def _result(self, key: str) -> str:
        action = self._action(key)
        return action.path if action else build_path("mux", key, "mp4")

    def _action(self, key: str) -> Action | None:
        if key not in self._actions:
            found = self._known.find(key)
            if found is None:
                return None
            self._actions[key] = found
        return self._actions[key]

    def _predicted(self, episode: str, profile: str) -> RenderPlan | None:
        place = (episode, profile)
        if place not in self._plans:
            try:
                self._plans[place] = self._predict(episode, profile)
            except ReelmakeError:
                self._plans[place] = None
            plan = self._plans[place]
            if plan is not None:
                self._actions.update(plan.actions)
        return self._plans[place]
