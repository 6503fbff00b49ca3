"""What the papers of an episode are, and what a timeline's format could not hold."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.output import OutputFile


class Loss(Model):
    """One thing a format cannot say, and how often the timeline says it."""

    format: str = Field(description="The file's name: timeline.edl …")
    what: str = Field(description="What is left out or changed")
    count: int = Field(ge=1, description="How many of them")
    instead: str = Field(description="What the file says in its place")


class LossReport(Document):
    """What each timeline file cannot hold of the episode's timeline. timeline.otio holds everything."""

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
