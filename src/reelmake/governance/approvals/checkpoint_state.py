"""The state of a checkpoint, whose decisions count, and who may not decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reelmake.documents.approval import Approval, Checkpoint, CheckpointState
from reelmake.kernel.errors import ModeViolated, ValidationFailed
from reelmake.kernel.ids import slug


@dataclass(frozen=True)
class Trust:
    """Whose decisions count: the project's approvers', or if it names none, only those of the user's own key."""

    approvers: Mapping[str, str]
    """Public keys by name, from the project's configuration"""
    own_key: str = ""

    def counts(self, entry: Approval) -> bool:
        """Say whether a decision counts in this workspace."""
        if self.approvers:
            return self.approvers.get(entry.by) == entry.key
        return entry.key == self.own_key

    def require_name(self, name: str, key: str) -> None:
        """Raise ValidationFailed when the project lists this key under another name, or not at all."""
        if not self.approvers or self.approvers.get(name) == key:
            return
        names = [known for known, theirs in self.approvers.items() if theirs == key]
        raise ValidationFailed(
            f"your key is {'that of ' + names[0] if names else 'not among the approvers'}, not that of {name!r}",
            where="config/project.yaml: approvals.approvers",
            allowed=", ".join(self.approvers),
            remedy=f"decide with --by {names[0]}" if names else f"have it added there: {name}: {key}",
            reason="UNKNOWN_APPROVER",
        )


@dataclass(frozen=True)
class CheckpointStatus:
    """The state of one checkpoint, and the decision that determines it."""

    checkpoint: Checkpoint
    state: CheckpointState
    shown: str = ""
    entry: Approval | None = None


def checkpoint_status(
    entries: Sequence[Approval], trust: Trust, episode: str, checkpoint: Checkpoint, *, shown: str, required: bool
) -> CheckpointStatus:
    """Return the state of an episode's checkpoint for the content whose digest is ``shown``; empty if none exists."""
    if not required:
        return CheckpointStatus(checkpoint, CheckpointState.OFF, shown)
    if not shown:
        return CheckpointStatus(checkpoint, CheckpointState.NOTHING_TO_SHOW)
    decided = [
        entry
        for entry in entries
        if (entry.episode, entry.checkpoint) == (episode, checkpoint)
        and entry.decision != "asked"
        and trust.counts(entry)
    ]
    same = [entry for entry in decided if entry.shown_digest == shown]
    if same:
        state = CheckpointState.APPROVED if same[-1].decision == "approved" else CheckpointState.REJECTED
        return CheckpointStatus(checkpoint, state, shown, same[-1])
    if decided:
        return CheckpointStatus(checkpoint, CheckpointState.VOID, shown, decided[-1])
    return CheckpointStatus(checkpoint, CheckpointState.WAITING, shown)


def refuse_self_approval(
    entries: Iterable[Approval], authors: Iterable[str], *, shown: str, by: str, key: str, where: str
) -> None:
    """Raise ModeViolated when the decider is an author of the content, by name or by key, or no author is known."""
    asking = [entry for entry in entries if entry.decision == "asked" and entry.shown_digest == shown]
    names = {*authors, *(entry.by for entry in asking)}
    if not names:
        raise ModeViolated(
            "the author is unknown, and the project requires approval by a second person",
            where=where,
            allowed="a decision by somebody other than the author",
            remedy="have the author ask first: reelmake approvals ask EPISODE CHECKPOINT",
            reason="AUTHOR_UNKNOWN",
        )
    if slug(by) in {slug(name) for name in names} or any(entry.key == key for entry in asking):
        raise ModeViolated(
            f"{by} made this or asked for the decision, and may not decide",
            where=where,
            allowed="a second person, as second_person: true in config/project.yaml requires",
            remedy="have another person decide, with their own key",
            reason="SELF_APPROVAL",
        )
