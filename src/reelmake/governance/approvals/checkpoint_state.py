"""Where a checkpoint stands, whose word counts, and who may not decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reelmake.documents.approval import Approval, Checkpoint, CheckpointState
from reelmake.kernel.errors import ModeViolated, ValidationFailed
from reelmake.kernel.ids import slug


@dataclass(frozen=True)
class Trust:
    """Whose decisions count: the approvers the project names, or else the user's own key and no other."""

    approvers: Mapping[str, str]
    """Public keys by name, as the project's configuration has them."""
    own_key: str = ""

    def counts(self, entry: Approval) -> bool:
        """Say whether an entry's word counts here."""
        if self.approvers:
            return self.approvers.get(entry.by) == entry.key
        return entry.key == self.own_key

    def require_name(self, name: str, key: str) -> None:
        """Raise ValidationFailed when the project knows this key under another name, or not at all."""
        if not self.approvers or self.approvers.get(name) == key:
            return
        names = [known for known, theirs in self.approvers.items() if theirs == key]
        raise ValidationFailed(
            f"your key is {'that of ' + names[0] if names else 'not among the approvers'}, and not that of {name!r}",
            where="config/project.yaml: approvals.approvers",
            allowed=", ".join(self.approvers),
            remedy=f"decide as --by {names[0]}" if names else f"have it added there: {name}: {key}",
            reason="UNKNOWN_APPROVER",
        )


@dataclass(frozen=True)
class Standing:
    """Where one checkpoint stands, and the decision that says so."""

    checkpoint: Checkpoint
    state: CheckpointState
    shown: str = ""
    entry: Approval | None = None


def standing(
    entries: Sequence[Approval], trust: Trust, episode: str, checkpoint: Checkpoint, *, shown: str, asked_for: bool
) -> Standing:
    """Return where a checkpoint of an episode stands for what has the digest ``shown`` now."""
    if not asked_for:
        return Standing(checkpoint, CheckpointState.OFF, shown)
    if not shown:
        return Standing(checkpoint, CheckpointState.NOTHING_TO_SHOW)
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
        return Standing(checkpoint, state, shown, same[-1])
    if decided:
        return Standing(checkpoint, CheckpointState.VOID, shown, decided[-1])
    return Standing(checkpoint, CheckpointState.WAITING, shown)


def refuse_self_approval(
    entries: Iterable[Approval], authors: Iterable[str], *, shown: str, by: str, key: str, where: str
) -> None:
    """Raise ModeViolated when whoever decides is the author of what is shown, by name or by key, or none is known."""
    asking = [entry for entry in entries if entry.decision == "asked" and entry.shown_digest == shown]
    names = {*authors, *(entry.by for entry in asking)}
    if not names:
        raise ModeViolated(
            "nobody is known to have made this, and the project asks for a second person",
            where=where,
            allowed="a decision by somebody other than its author",
            remedy="have its author ask first: reelmake approvals ask EPISODE CHECKPOINT",
            reason="AUTHOR_UNKNOWN",
        )
    if slug(by) in {slug(name) for name in names} or any(entry.key == key for entry in asking):
        raise ModeViolated(
            f"{by} made or asked for this and may not decide about it",
            where=where,
            allowed="somebody else: config/project.yaml asks for a second person (second_person: true)",
            remedy="have another person decide, with a key of their own",
            reason="SELF_APPROVAL",
        )
