"""Approvals in a workspace: who may decide, what was decided, and what is waiting for a decision."""

from __future__ import annotations

import json
from pathlib import Path

from reelmake.documents.approval import (
    Approval,
    Checkpoint,
    CheckpointState,
    Decision,
    TimingLock,
    shown_digest,
)
from reelmake.documents.base import Parent
from reelmake.documents.records import ArtifactRecord
from reelmake.documents.shotlist import ShotList
from reelmake.governance.approvals.chain import approvals_chain
from reelmake.governance.approvals.checkpoint_state import (
    CheckpointStatus,
    Trust,
    checkpoint_status,
    refuse_self_approval,
)
from reelmake.governance.approvals.evidence import authors, evidence_for
from reelmake.kernel.errors import Conflict, ModeViolated, NotFound, Waiting, one_line
from reelmake.kernel.ids import trace_id
from reelmake.kernel.installation import build_command
from reelmake.kernel.log import utc_now
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_kind import Chain, ChainPosition
from reelmake.provenance.signing_keys import key_directory, own_public_key, own_signer
from reelmake.workspace.workspace import Workspace

CHAIN = "approvals/approvals.jsonl"


def chain_of(workspace: Workspace) -> SignedChain[Approval]:
    """Return the chain of the workspace's decisions. Its files belong in version control."""
    return approvals_chain(workspace.root / CHAIN, key_directory())


def checked_chain(workspace: Workspace) -> Chain[Approval]:
    """Return all decisions; raise InvariantViolated when one was edited, moved or removed."""
    return chain_of(workspace).read()


def trust_of(workspace: Workspace) -> Trust:
    """Return whose decisions count in this workspace."""
    approvers = workspace.project.approvals.approvers
    return Trust(approvers, "" if approvers else own_public_key(key_directory()))


def is_required(workspace: Workspace, checkpoint: Checkpoint) -> bool:
    """Say whether the project requires a decision at a checkpoint."""
    return bool(getattr(workspace.project.human_checkpoints, f"approve_{checkpoint.value}"))


def checkpoint_statuses(workspace: Workspace, episode: str) -> list[CheckpointStatus]:
    """Return the state of every checkpoint of an episode."""
    chain = checked_chain(workspace)
    return [_status(workspace, chain, episode, checkpoint) for checkpoint in Checkpoint]


def require_approved(workspace: Workspace, episode: str, checkpoint: Checkpoint) -> CheckpointStatus:
    """Return a checkpoint's status; raise Waiting until it is approved, and ModeViolated when it is rejected."""
    found = _status(workspace, checked_chain(workspace), episode, checkpoint)
    if found.state in (CheckpointState.OFF, CheckpointState.APPROVED):
        return found
    where = f"episode {episode}, {checkpoint.value}"
    if found.state is CheckpointState.NOTHING_TO_SHOW:
        raise _nothing_to_show(episode, checkpoint)
    entry = found.entry
    if entry is not None and found.state is CheckpointState.REJECTED:
        raise ModeViolated(
            f"{entry.by} rejected this at {entry.at}" + (f": {one_line(entry.note, 300)}" if entry.note else ""),
            where=where,
            allowed="content that is approved",
            remedy="change it, render the preview again, and ask for another decision",
            reason="REJECTED",
        )
    why = "this has not been approved yet"
    if entry is not None:
        why = f"this has changed since {entry.by} decided about it at {entry.at}"
    raise Waiting(
        why,
        where=where,
        allowed="previews do not wait for this; locking, spending and releasing do",
        remedy=f"look at it, then run: reelmake approve {episode} {checkpoint.value}",
        reason="WAITING_FOR_APPROVAL",
    )


def decide(
    workspace: Workspace,
    episode: str,
    checkpoint: Checkpoint,
    decision: Decision,
    *,
    by: str,
    note: str = "",
    seen: str = "",
) -> Approval:
    """Record a decision about the current content. ``seen`` is the digest of what was looked at, or its beginning."""
    parts = evidence_for(workspace, episode, checkpoint)
    if not parts:
        raise _nothing_to_show(episode, checkpoint)
    now = shown_digest(parts)
    if not now.startswith(seen):
        raise Conflict(
            f"the content is now {now[:12]}, and you looked at {seen[:12]}",
            where=f"episode {episode}, {checkpoint.value}",
            allowed=now[:12],
            remedy="look at it again, then decide",
            reason="CHANGED_SINCE_SHOWN",
        )
    made_by = authors(workspace, episode)
    return sign(workspace, episode, checkpoint, decision, parts, by=by, note=note, authors=made_by)


def sign(
    workspace: Workspace,
    episode: str,
    checkpoint: Checkpoint,
    decision: Decision,
    parts: tuple[Parent, ...],
    *,
    by: str,
    note: str,
    authors: tuple[str, ...],
    second_person: bool = False,
) -> Approval:
    """Sign a person's decision about ``parts`` and add it to the chain.

    Where a second person is required, ``authors`` may not decide. An empty ``episode`` means the whole series.
    """
    trust = trust_of(workspace)
    key = own_signer(key_directory()).public
    trust.require_name(by, key)
    now = shown_digest(parts)

    def refuse_author(chain: Chain[Approval]) -> None:
        if decision != "asked" and (second_person or workspace.project.approvals.second_person):
            where = f"episode {episode}, {checkpoint.value}" if episode else checkpoint.value
            refuse_self_approval(chain.entries, authors, shown=now, by=by, key=key, where=where)

    def draft(place: ChainPosition) -> Approval:
        return Approval(
            trace_id=trace_id(workspace.project.series.id, episode or "canon"),
            number=place.number,
            previous=place.previous,
            episode=episode,
            checkpoint=checkpoint,
            decision=decision,
            shown=parts,
            shown_digest=now,
            by=by,
            key=place.key,
            at=utc_now(),
            note=note,
        )

    entry = chain_of(workspace).append(draft, check=refuse_author)
    _register(workspace, entry)
    return entry


def lock_timing(workspace: Workspace, shotlist: ShotList) -> TimingLock:
    """Return the lock of an episode's timing and ids; raise Waiting until shots and characters are approved."""
    require_approved(workspace, shotlist.episode, Checkpoint.CHARACTER_PACKS)
    found = require_approved(workspace, shotlist.episode, Checkpoint.SHOTLIST_TIMING_LOCK)
    return TimingLock(
        trace_id=shotlist.trace_id,
        episode=shotlist.episode,
        timing_lock_hash=shotlist.timing_lock_hash,
        shotlist=shotlist.content_digest,
        fps=shotlist.fps,
        total_frames=shotlist.total_frames,
        shots=tuple(shot.id for shot in shotlist.shots),
        approval=found.entry.content_digest if found.entry else "",
    )


def _status(workspace: Workspace, chain: Chain[Approval], episode: str, checkpoint: Checkpoint) -> CheckpointStatus:
    parts = evidence_for(workspace, episode, checkpoint)
    return checkpoint_status(
        chain.entries,
        trust_of(workspace),
        episode,
        checkpoint,
        shown=shown_digest(parts) if parts else "",
        required=is_required(workspace, checkpoint),
    )


def _nothing_to_show(episode: str, checkpoint: Checkpoint) -> NotFound:
    return NotFound(
        "there is nothing to look at yet",
        where=f"episode {episode}, {checkpoint.value}",
        remedy="nothing has to be spent for this episode"
        if checkpoint is Checkpoint.EXTERNAL_SPEND
        else f"make the preview first: {build_command(f'episodes/{episode}/render.mp4')}",
        reason="NOTHING_TO_SHOW",
    )


def _register(workspace: Workspace, entry: Approval) -> None:
    workspace.ledger.keep(entry)
    workspace.ledger.add(
        ArtifactRecord(
            trace_id=entry.trace_id,
            parents=entry.shown,
            artifact=entry.content_digest,
            artifact_kind=entry.kind,
            artifact_schema=entry.schema_version,
            path=CHAIN,
            bytes=len(entry.to_bytes()),
            parameters={"decision": entry.decision, "checkpoint": entry.checkpoint.value, "approver_id": entry.by},
            ended=entry.at,
        )
    )


def waiting_only(run_directory: Path) -> bool:
    """Say whether a run ended only because jobs are waiting for a person, and no job failed."""
    states = []
    for path in (run_directory / "jobs").glob("*.json"):
        try:
            states.append(json.loads(path.read_bytes()).get("status"))
        except (OSError, ValueError):
            return False
    return "waiting" in states and "failed" not in states
