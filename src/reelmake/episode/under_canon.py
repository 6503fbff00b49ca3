"""Episodes as they are under the canon, or would be under another one: what proposals are judged by."""

from __future__ import annotations

import os

from reelmake.crafts.canon.proposals import learned
from reelmake.crafts.canon.walk import Walk
from reelmake.crafts.canon.world import world_state
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import FactChange
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.world import WorldState
from reelmake.episode.in_memory import InMemory
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace


def prediction(workspace: Workspace, canon: Canon | None = None) -> InMemory:
    """Return what the workspace's episodes are now, or would be under another canon."""
    quiet = Log(open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    return InMemory(workspace, FileDigests(workspace.root), quiet, canon)


def judge_all(workspace: Workspace, canon: Canon) -> list[CanonVerdict]:
    """Return the gate's verdict on every episode that can be read, under a canon."""
    foreseen = prediction(workspace, canon)
    verdicts = []
    for episode in workspace.episodes():
        try:
            verdicts.append(foreseen.verdict(episode))
        except ReelmakeError:
            # An episode that cannot be read says so when it is built; it hinders no change of the canon.
            continue
    return verdicts


def changes_of(workspace: Workspace, episode: str) -> tuple[FactChange, ...]:
    """Return what an episode's notes would add to the canon."""
    return learned(prediction(workspace).walk(episode))


def world_of(workspace: Workspace, episode: str) -> tuple[WorldState, Walk]:
    """Return the world scene by scene in an episode, and at its end."""
    foreseen = prediction(workspace)
    walked = foreseen.walk(episode)
    return world_state(foreseen.script(episode), walked), walked
