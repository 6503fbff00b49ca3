"""Changes of a workspace's canon: proposals are judged by the gate, and approved as the project requires."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reelmake.crafts.canon.change_gate import judge_change
from reelmake.crafts.canon.history import CanonStore
from reelmake.documents.approval import Checkpoint, Decision
from reelmake.documents.base import Parent
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import CanonDiff, DiffVerdict
from reelmake.documents.verdict import CanonVerdict
from reelmake.governance.approvals.decisions import checked_chain, sign, trust_of
from reelmake.kernel.errors import InvariantViolated
from reelmake.provenance.signing_keys import key_directory
from reelmake.workspace.workspace import Workspace

JudgeAll = Callable[[Workspace, Canon], list[CanonVerdict]]
"""The gate's verdicts on every episode there is, were this the canon (``episode.canon_checks``)"""


@dataclass(frozen=True)
class ProposalOutcome:
    """A proposal, the gate's verdict on it, and the new canon if it was applied."""

    diff: CanonDiff
    verdict: DiffVerdict
    canon: Canon | None


def store_of(workspace: Workspace) -> CanonStore:
    """Return the store of a workspace's canon and its history."""
    return CanonStore(workspace.root / "story" / "canon.yaml", key_directory())


def verdict_on(workspace: Workspace, diff: CanonDiff, judge_all: JudgeAll) -> DiffVerdict:
    """Return the gate's verdict on a proposal; ``judge_all`` judges every episode by the canon it would lead to."""
    return judge_change(store_of(workspace).current(), diff, lambda canon: judge_all(workspace, canon))


def submit(workspace: Workspace, diff: CanonDiff, judge_all: JudgeAll) -> ProposalOutcome:
    """Store a proposal; apply it at once if the gate passes it and the project requires no person's approval."""
    store = store_of(workspace)
    store.propose(diff)
    verdict = verdict_on(workspace, diff, judge_all)
    if verdict.verdict == "PASS" and not workspace.project.canon.ask:
        return ProposalOutcome(diff, verdict, store.approve(diff, by="", note="passed by the gate"))
    return ProposalOutcome(diff, verdict, None)


def approve(workspace: Workspace, diff: CanonDiff, judge_all: JudgeAll, *, by: str, note: str) -> Canon:
    """Sign and apply a proposal; raise InvariantViolated when the gate blocks it.

    A proposal that was applied without a signature is only signed.
    """
    store = store_of(workspace)
    if store.approved_by_a_person(diff) and diff.content_digest not in signed_changes(workspace):
        _sign(workspace, diff, "approved", by=by, note=note)
        return store.current()
    store.require_open(diff)
    raise_if_blocked(diff, verdict_on(workspace, diff, judge_all))
    _sign(workspace, diff, "approved", by=by, note=note)
    return store.approve(diff, by=by, note=note)


def reject(workspace: Workspace, diff: CanonDiff, *, by: str, note: str) -> None:
    """Sign the rejection of a proposal."""
    store = store_of(workspace)
    store.require_undecided(diff)
    _sign(workspace, diff, "rejected", by=by, note=note)
    store.reject(diff, by=by, note=note)


def signed_changes(workspace: Workspace) -> set[str]:
    """Return the digests of the proposals with a signed approval that counts in this workspace."""
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
        # The proposal contains the digest of the canon it applies to, so its own digest covers both.
        (Parent(role="canon_diff", digest=diff.content_digest),),
        by=by,
        note=note,
        authors=(diff.by,) if diff.by else (),
        second_person=workspace.project.canon.second_person and decision == "approved",
    )


def raise_if_blocked(diff: CanonDiff, verdict: DiffVerdict) -> None:
    """Raise InvariantViolated with all findings when the gate's verdict on a proposal is FAIL."""
    if verdict.verdict != "FAIL":
        return
    raise InvariantViolated(
        f"the gate blocks this change of the canon; findings: {len(verdict.findings)}{_listed(verdict)}",
        where=f"canon diff {diff.content_digest[:12]}",
        allowed="a change that contradicts neither the canon, nor a lock, nor an existing episode",
        remedy="propose something else; the canon has not changed",
        reason="CANON_DIFF_BLOCKED",
    )


def _listed(verdict: DiffVerdict) -> str:
    found: Iterable[str] = (f"\n{finding.what}\n  canon: {finding.fact}" for finding in verdict.findings)
    return "".join(found)
