"""Changing a workspace's canon: proposals judged by every episode there is, and approved as the project asks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from reelmake.canon.keeping import CanonStore
from reelmake.canon.learning import learned
from reelmake.canon.vetting import vet
from reelmake.canon.walk import Walk
from reelmake.canon.world import world_state
from reelmake.documents.approval import Checkpoint, Decision
from reelmake.documents.base import Parent
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import CanonDiff, DiffVerdict, FactChange
from reelmake.documents.errors import InvariantViolated, ReelmakeError
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.world import WorldState
from reelmake.kernel.log import Log
from reelmake.workflow.approving import checked_chain, sign, trust_of
from reelmake.workflow.predict import Prediction
from reelmake.workflow.sources import Sources
from reelmake.workflow.workspace import Workspace


@dataclass(frozen=True)
class Proposed:
    """A proposal, the gate's word on it, and the canon it became, if it did."""

    diff: CanonDiff
    verdict: DiffVerdict
    canon: Canon | None


def store_of(workspace: Workspace) -> CanonStore:
    """Return the canon of a workspace with its history."""
    return CanonStore(workspace.root / "story" / "canon.yaml")


def prediction(workspace: Workspace, canon: Canon | None = None) -> Prediction:
    """Return what the workspace's episodes are now, or would be under another canon."""
    quiet = Log(open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    return Prediction(workspace, Sources(workspace.root), quiet, canon)


def judge_all(workspace: Workspace, canon: Canon) -> list[CanonVerdict]:
    """Return the gate's word on every episode that can be read, by a canon."""
    foreseen = prediction(workspace, canon)
    verdicts = []
    for episode in workspace.episodes():
        try:
            verdicts.append(foreseen.verdict(episode))
        except ReelmakeError:
            # An episode that cannot be read says so when it is built; it hinders no change of the canon.
            continue
    return verdicts


def vetted(workspace: Workspace, diff: CanonDiff) -> DiffVerdict:
    """Return the gate's word on a proposal."""
    return vet(store_of(workspace).current(), diff, lambda canon: judge_all(workspace, canon))


def changes_of(workspace: Workspace, episode: str) -> tuple[FactChange, ...]:
    """Return what an episode's notes would add to the canon."""
    return learned(prediction(workspace).walk(episode))


def world_of(workspace: Workspace, episode: str) -> tuple[WorldState, Walk]:
    """Return the world scene by scene in an episode, and at its end."""
    foreseen = prediction(workspace)
    walked = foreseen.walk(episode)
    return world_state(foreseen.script(episode), walked), walked


def submit(workspace: Workspace, diff: CanonDiff) -> Proposed:
    """Keep a proposal; where the project asks nobody and the gate passes it wholly, make it true at once."""
    store = store_of(workspace)
    store.propose(diff)
    verdict = vetted(workspace, diff)
    if verdict.verdict == "PASS" and not workspace.project.canon.ask:
        return Proposed(diff, verdict, store.approve(diff, by="", note="passed by the gate"))
    return Proposed(diff, verdict, None)


def approve(workspace: Workspace, diff: CanonDiff, *, by: str, note: str) -> Canon:
    """Make a proposal true, by a person whose signature is kept; raise InvariantViolated when the gate blocks it.

    A proposal that is true already and was approved without a signature is signed, and nothing else changes.
    """
    store = store_of(workspace)
    if store.approved_by_a_person(diff) and diff.content_digest not in signed_changes(workspace):
        _sign(workspace, diff, "approved", by=by, note=note)
        return store.current()
    store.require_open(diff)
    raise_if_blocked(diff, vetted(workspace, diff))
    _sign(workspace, diff, "approved", by=by, note=note)
    return store.approve(diff, by=by, note=note)


def reject(workspace: Workspace, diff: CanonDiff, *, by: str, note: str) -> None:
    """Decide against a proposal, by a person whose signature is kept."""
    store = store_of(workspace)
    store.require_undecided(diff)
    _sign(workspace, diff, "rejected", by=by, note=note)
    store.reject(diff, by=by, note=note)


def signed_changes(workspace: Workspace) -> set[str]:
    """Return the digests of the proposals that somebody whose word counts here has approved by signature."""
    trust = trust_of(workspace)
    return {
        entry.shown[0].digest
        for entry in checked_chain(workspace).entries
        if entry.decision == "approved" and not entry.episode and trust.counts(entry)
    }


def _sign(workspace: Workspace, diff: CanonDiff, decision: Decision, *, by: str, note: str) -> None:
    sign(
        workspace,
        "",
        Checkpoint.CANON_DIFF,
        decision,
        # The proposal names the canon it fits, so its digest binds both.
        (Parent(role="canon_diff", digest=diff.content_digest),),
        by=by,
        note=note,
        authors=(diff.by,) if diff.by else (),
        second_person=workspace.project.canon.second_person and decision == "approved",
    )


def raise_if_blocked(diff: CanonDiff, verdict: DiffVerdict) -> None:
    """Raise InvariantViolated, listing what is wrong, when the gate fails a proposal."""
    if verdict.verdict != "FAIL":
        return
    raise InvariantViolated(
        f"the gate blocks this change of the canon; findings: {len(verdict.findings)}{_listed(verdict)}",
        where=f"canon diff {diff.content_digest[:12]}",
        allowed="what contradicts neither the canon, nor a lock, nor an episode that is written",
        remedy="propose something else; the canon is as it was",
        reason="CANON_DIFF_BLOCKED",
    )


def _listed(verdict: DiffVerdict) -> str:
    found: Iterable[str] = (f"\n{finding.what}\n  canon: {finding.fact}" for finding in verdict.findings)
    return "".join(found)
