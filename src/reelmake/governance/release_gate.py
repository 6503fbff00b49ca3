"""What a release stands on: every decision the project asks for, a canon as accepted, content that may be published."""

from __future__ import annotations

from reelmake.crafts.safety.check import raise_if_unpublishable
from reelmake.documents.approval import Checkpoint
from reelmake.documents.safety import SafetyVerdict
from reelmake.governance.approvals.checkpoint_state import Standing
from reelmake.governance.approvals.decisions import require_approved
from reelmake.governance.approvals.evidence import shown
from reelmake.governance.canon_changes import signed_changes, store_of
from reelmake.kernel.errors import InvariantViolated
from reelmake.workspace.workspace import Workspace


def require_release(workspace: Workspace, episode: str) -> tuple[Standing, ...]:
    """Return the decisions a release stands on; raise Waiting until all that the project asks for are made.

    Raise InvariantViolated when the canon is not the one that was accepted, somebody accepted it without a signature,
    or the episode holds what may not be published.
    """
    require_accepted_canon(workspace)
    spends = bool(shown(workspace, episode, Checkpoint.EXTERNAL_SPEND))
    wanted = [one for one in Checkpoint if spends or one is not Checkpoint.EXTERNAL_SPEND]
    stands_on = tuple(require_approved(workspace, episode, checkpoint) for checkpoint in wanted)
    path = f"episodes/{episode}/safety_verdict.json"
    raise_if_unpublishable(SafetyVerdict.load(workspace.root / path), path)
    return stands_on


def require_accepted_canon(workspace: Workspace) -> None:
    """Raise InvariantViolated unless the canon is its last accepted version, and people's approvals are signed."""
    store = store_of(workspace)
    if store.edited():
        raise InvariantViolated(
            "the canon was edited by hand since its last accepted version",
            where="story/canon.yaml",
            allowed="a canon that changed by proposals alone",
            remedy="have the edit decided about: reelmake canon propose --edited; or take the file back",
            reason="CANON_EDITED",
        )
    signed = signed_changes(workspace)
    for entry in store.log():
        if entry.decision == "approved" and entry.by and entry.diff not in signed:
            raise InvariantViolated(
                f"{entry.by} approved version {entry.canon_version} of the canon, and no signature that counts says so",
                where=f"canon diff {entry.diff[:12]}",
                allowed="approvals in approvals/approvals.jsonl, by those whose word counts here",
                remedy="have somebody whose word counts sign it: reelmake canon approve " + entry.diff[:12],
                reason="CANON_UNSIGNED",
            )
