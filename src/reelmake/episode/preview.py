"""Previews the next plan of an episode without running anything; lines never spoken get an estimated length."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reelmake.actions.runner import Made
from reelmake.crafts.voice.port import NOT_SPOKEN_YET, SpeechFailed
from reelmake.documents.action import Action
from reelmake.documents.plan import RenderPlan
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class PlanPreview:
    """The plan that the next run would make, and the plan of the last run."""

    plan: RenderPlan
    last: RenderPlan | None
    unspoken: tuple[Action, ...]
    """The lines that were never spoken, so that their lengths are estimates"""


def preview_plan(workspace: Workspace, episode: str, profile: str) -> PlanPreview:
    """Return the plan that the next run of an episode would make. Nothing is made."""
    with plan_previewer(workspace) as preview:
        return preview(episode, profile)


@contextlib.contextmanager
def plan_previewer(workspace: Workspace) -> Iterator[Callable[[str, str], PlanPreview]]:
    """Provide a function that previews one episode after another and computes what they share only once."""
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        file_digests = FileDigests(workspace.root)
        in_memory = InMemoryBuild(workspace, file_digests, Log(quiet))

        def preview(episode: str, profile: str) -> PlanPreview:
            workspace.check_episode(episode)
            workspace.check_profile(profile)
            unspoken: list[Action] = []
            plan = in_memory.plan(episode, profile, on_unspoken=estimate_unspoken(unspoken))
            return PlanPreview(plan, last_plan(workspace, episode, profile), tuple(unspoken))

        yield preview
        file_digests.save()


def last_plan(workspace: Workspace, episode: str, profile: str) -> RenderPlan | None:
    """Return the plan of the last run, or None if there is none or it cannot be read."""
    try:
        return RenderPlan.load(workspace.root / "episodes" / episode / f"render_plan.{profile}.json")
    except ReelmakeError:
        return None


def previous_plan(workspace: Workspace, episode: str, profile: str) -> RenderPlan | None:
    """Return the latest plan in the registry that differs from the last one, or None."""
    last = last_plan(workspace, episode, profile)
    path = f"episodes/{episode}/render_plan.{profile}.json"
    records = [record for record in workspace.ledger.all_records() if record.path == path]
    for record in sorted(records, key=lambda item: item.ended, reverse=True):
        if last is not None and record.artifact == last.content_digest:
            continue
        try:
            return RenderPlan.load(workspace.ledger.version_path(record.artifact))
        except ReelmakeError:
            continue
    return None


def estimate_unspoken(unspoken: list[Action]) -> Callable[[Action], Made]:
    """Return an ``on_unspoken`` function that adds each line to ``unspoken`` and has its length estimated."""

    def estimate(action: Action) -> Made:
        unspoken.append(action)
        raise SpeechFailed("not spoken yet", reason=NOT_SPOKEN_YET)

    return estimate
