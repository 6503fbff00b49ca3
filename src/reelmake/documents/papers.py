"""The papers of an episode, and what the formats of its timelines cannot express."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.output import OutputFile


class Loss(FrozenModel):
    """One thing that a format cannot express, and how often the timeline has it."""

    format: str = Field(description="The file's name: timeline.edl …")
    what: str = Field(description="What is left out or changed")
    count: int = Field(ge=1, description="How many of them")
    instead: str = Field(description="What the file has in its place")


class LossReport(Document):
    """What each timeline file cannot express of the episode's timeline. timeline.otio expresses everything."""

    kind: ClassVar[str] = "loss_report"

    episode: str
    timing_lock_hash: str
    losses: tuple[Loss, ...]


class Papers(Document):
    """All papers of one episode, by name."""

    kind: ClassVar[str] = "papers"

    episode: str
    timing_lock_hash: str
    files: dict[str, OutputFile]
