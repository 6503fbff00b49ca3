"""Decisions people made about what they were shown, and the timing lock that they allow."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Parent
from reelmake.documents.chain import ChainEntry, ChainHead
from reelmake.kernel.digest import DIGEST_PATTERN, digest

Decision = Literal["asked", "approved", "rejected"]


class Checkpoint(StrEnum):
    """The points at which a person is asked."""

    CANON_DIFF = "canon_diff"
    """The canon that an episode is made by, and the gate's verdict."""
    CHARACTER_PACKS = "character_packs"
    """What the characters look like, before their pictures are used in every shot."""
    SHOTLIST_TIMING_LOCK = "shotlist_timing_lock"
    """The shots and their frames, before timing is locked."""
    EXTERNAL_SPEND = "external_spend"
    """What outside providers would cost, before money is spent."""


class CheckpointState(StrEnum):
    """The state of a checkpoint for the content as it is now."""

    OFF = "off"
    """The project does not require a decision."""
    NOTHING_TO_SHOW = "nothing_to_show"
    """The files to look at do not exist yet."""
    WAITING = "waiting"
    """No decision has been made."""
    VOID = "void"
    """A decision was made, but the content has changed since; it waits again."""
    APPROVED = "approved"
    """The last decision about exactly this content is an approval."""
    REJECTED = "rejected"
    """The last decision about exactly this content is a rejection."""


class Approval(ChainEntry):
    """A decision: an entry of the chain of approvals, signed by whoever decided."""

    kind: ClassVar[str] = "approval"

    episode: str = Field(description="Empty for a change of the canon, which concerns the whole series")
    checkpoint: Checkpoint
    decision: Decision = Field(description="asked: its author wants a decision; approved; rejected")
    shown: tuple[Parent, ...] = Field(description="What the person was shown, by content")
    shown_digest: str = Field(pattern=DIGEST_PATTERN, description="blake3 over all that was shown")
    by: str = Field(min_length=1, max_length=120, description="Who decided")
    key: str = Field(pattern=DIGEST_PATTERN, description="Their Ed25519 public key, in hexadecimal")
    at: str = Field(description="UTC time of the decision")
    note: str = Field(default="", max_length=2000)


class ApprovalHead(ChainHead):
    """The signed end of the chain of approvals."""

    kind: ClassVar[str] = "approval_head"


class TimingLock(Document):
    """An episode's locked timing and ids. Everything made after it must fit these frames."""

    kind: ClassVar[str] = "timing_lock"

    episode: str
    timing_lock_hash: str = Field(pattern=DIGEST_PATTERN)
    shotlist: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the shot list's bytes")
    fps: str
    total_frames: int = Field(ge=1)
    shots: tuple[str, ...] = Field(description="The shots' ids, in order")
    approval: str = Field(default="", description="blake3 of the approval; empty when the project requires none")


def shown_digest(shown: tuple[Parent, ...]) -> str:
    """Return a single digest of everything a person was shown."""
    return digest(("shown", 1, [(part.role, part.digest) for part in shown]))
