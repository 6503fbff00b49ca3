"""The conditions for a release: all required approvals, an accepted canon, and content that may be published."""

from __future__ import annotations

from reelmake.crafts.safety.check import raise_if_unpublishable
from reelmake.documents.approval import Checkpoint
from reelmake.documents.safety import SafetyVerdict
from reelmake.governance.approvals.checkpoint_state import CheckpointStatus
from reelmake.governance.approvals.decisions import require_approved
from reelmake.governance.approvals.evidence import evidence_for
from reelmake.governance.canon_changes import signed_changes, store_of
from reelmake.kernel.errors import InvariantViolated
from reelmake.workspace.workspace import Workspace


def require_release(workspace: Workspace, episode: str) -> tuple[CheckpointStatus, ...]:
    """Return the approvals that a release relies on; raise Waiting until all that the project requires are given.

    Raise InvariantViolated when the canon differs from its last accepted version, when one of its changes was approved
    without a signature, or when the episode contains what may not be published.
    """
    require_accepted_canon(workspace)
    spends = bool(evidence_for(workspace, episode, Checkpoint.EXTERNAL_SPEND))
    wanted = [one for one in Checkpoint if spends or one is not Checkpoint.EXTERNAL_SPEND]
    approvals = tuple(require_approved(workspace, episode, checkpoint) for checkpoint in wanted)
    path = f"episodes/{episode}/safety_verdict.json"
    raise_if_unpublishable(SafetyVerdict.load(workspace.root / path), path)
    return approvals


def require_accepted_canon(workspace: Workspace) -> None:
    """Raise InvariantViolated unless the canon is its last accepted version and its approvals by people are signed."""
    store = store_of(workspace)
    if store.edited():
        raise InvariantViolated(
            "the canon was edited by hand since its last accepted version",
            where="story/canon.yaml",
            allowed="a canon that was changed only by approved proposals",
            remedy="propose the edit: reelmake canon propose --edited; or restore the file",
            reason="CANON_EDITED",
        )
    signed = signed_changes(workspace)
    for entry in store.log():
        if entry.decision == "approved" and entry.by and entry.diff not in signed:
            raise InvariantViolated(
                f"{entry.by} approved version {entry.canon_version} of the canon without a signature that counts",
                where=f"canon diff {entry.diff[:12]}",
                allowed="a signed approval in approvals/approvals.jsonl by one of the project's approvers",
                remedy="have an approver sign it: reelmake canon approve " + entry.diff[:12],
                reason="CANON_UNSIGNED",
            )
