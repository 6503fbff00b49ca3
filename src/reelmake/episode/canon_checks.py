"""Judges the workspace's episodes by the canon, or by a proposed one, and reads what they declare."""

from __future__ import annotations

from reelmake.crafts.canon.proposals import proposed_changes
from reelmake.crafts.canon.walk import Walk
from reelmake.crafts.canon.world import world_state
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import FactChange
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.world import WorldState
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.kernel.errors import ReelmakeError
from reelmake.workspace.workspace import Workspace


def judge_all(workspace: Workspace, canon: Canon) -> list[CanonVerdict]:
    """Return the gate's verdict on every episode that can be read, judged by a canon."""
    build = InMemoryBuild.quiet(workspace, canon)
    verdicts = []
    for episode in workspace.episodes():
        try:
            verdicts.append(build.verdict(episode))
        except ReelmakeError:
            # An episode that cannot be read fails when it is built; it must not prevent a change of the canon.
            continue
    return verdicts


def declared_changes(workspace: Workspace, episode: str) -> tuple[FactChange, ...]:
    """Return the changes of the canon that an episode's notes declare."""
    return proposed_changes(InMemoryBuild.quiet(workspace).walk(episode))


def episode_world(workspace: Workspace, episode: str) -> tuple[WorldState, Walk]:
    """Return the world in each scene of an episode and at its end, and the walk it comes from."""
    build = InMemoryBuild.quiet(workspace)
    walked = build.walk(episode)
    return world_state(build.script(episode), walked), walked
