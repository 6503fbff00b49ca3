"""Every line, spoken once, and how long it really takes."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.library import Licence
from reelmake.kernel.digest import DIGEST_PATTERN


class LineStatus(StrEnum):
    """How a line came by its length."""

    SPOKEN = "spoken"
    """A speech engine spoke it; ``key`` names the sound."""
    ESTIMATED = "estimated"
    """No engine speaks it; the length is by reading speed and there is no sound."""
    FAILED = "failed"
    """The engine failed on it; the length is by reading speed, and ``flag`` says why."""


class WordTime(Model):
    """One written word of a line and when it is heard, counted from the line's start."""

    text: str
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)


class VoiceFile(Model):
    """A file of the project that voices are read from."""

    path: str = Field(description="Path inside the workspace, with forward slashes")
    digest: str = Field(pattern=DIGEST_PATTERN)
    licence: Licence = Field(description="As the record beside it says")


class SpokenLine(Model):
    """One stretch of speech: what one character says without a break in the script."""

    id: str = Field(description="The element's id and the part's number")
    element_id: str
    part: int = Field(ge=0, description="Index among the element's parts")
    scene_id: str
    speaker_id: str
    text: str = Field(description="What is captioned: the line without emphasis marks")
    spoken: str = Field(description="What the engine was given, after pronunciations")
    status: LineStatus
    engine: str = Field(default="", description="The engine that spoke it; empty when there is no sound")
    voice_file: VoiceFile | None = Field(default=None, description="The project's file its voice is from, if it is")
    key: str = Field(default="", description="Key of the speech action; empty when there is no sound")
    digest: str = Field(default="", description="blake3 of the sound")
    samples: int = Field(ge=0, description="Length in samples at 48 kHz")
    frames: int = Field(ge=1, description="Least number of frames that hold the sound")
    flag: str = Field(default="", description="Why a line failed, is estimated, or has another voice")
    words: tuple[WordTime, ...] = Field(
        default=(), description="When each word of the text is heard; empty where there is no sound"
    )


class Voice(Document):
    """All lines of an episode with their measured lengths."""

    kind: ClassVar[str] = "voice"

    episode: str
    engine: str = Field(description="The engine of characters who have none of their own")
    fps: str
    lines: tuple[SpokenLine, ...]
    flags: tuple[str, ...] = Field(default=(), description="Why voices the project has of its own do not speak")

    def word_times(self) -> dict[str, tuple[WordTime, ...]]:
        """Return when the words of each line are heard, by the line's id."""
        return {line.id: line.words for line in self.lines if line.words}
