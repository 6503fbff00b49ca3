"""The next plan of an episode for people who ask: worked out now, with estimates where a line was never spoken."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reelmake.actions.runner import Made
from reelmake.crafts.voice.port import NOT_SPOKEN_YET, SpeechFailed
from reelmake.documents.action import Action
from reelmake.documents.plan import RenderPlan
from reelmake.episode.in_memory import InMemory
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class Foreseen:
    """The plan the next run would make, the one before, and the lines whose length is a guess until spoken."""

    plan: RenderPlan
    last: RenderPlan | None
    unspoken: tuple[Action, ...]


def foresee(workspace: Workspace, episode: str, profile: str) -> Foreseen:
    """Return the next plan of an episode without making or writing anything of it."""
    with foreseeing(workspace) as ask:
        return ask(episode, profile)


@contextlib.contextmanager
def foreseeing(workspace: Workspace) -> Iterator[Callable[[str, str], Foreseen]]:
    """Give a function that foresees episodes one after the other, and works out once what they share."""
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        file_digests = FileDigests(workspace.root)
        in_memory = InMemory(workspace, file_digests, Log(quiet))

        def ask(episode: str, profile: str) -> Foreseen:
            workspace.check_episode(episode)
            workspace.check_profile(profile)
            unspoken: list[Action] = []
            plan = in_memory.plan(episode, profile, on_missing=guessing(unspoken))
            return Foreseen(plan, last_plan(workspace, episode, profile), tuple(unspoken))

        yield ask
        file_digests.save()


def last_plan(workspace: Workspace, episode: str, profile: str) -> RenderPlan | None:
    """Return the plan of the last run, or None when there is none that can be read."""
    try:
        return RenderPlan.load(workspace.root / "episodes" / episode / f"render_plan.{profile}.json")
    except ReelmakeError:
        return None


def plan_before(workspace: Workspace, episode: str, profile: str) -> RenderPlan | None:
    """Return the plan that stood before the last one and differs from it, from the registry's kept versions."""
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


def guessing(unspoken: list[Action]) -> Callable[[Action], Made]:
    """Return what to do about a line never spoken: note it, and let its length be estimated."""

    def guess(action: Action) -> Made:
        unspoken.append(action)
        raise SpeechFailed("not spoken yet", reason=NOT_SPOKEN_YET)

    return guess
