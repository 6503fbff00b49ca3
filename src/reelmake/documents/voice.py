"""Every spoken line of an episode with its measured length."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.library import Licence
from reelmake.kernel.digest import DIGEST_PATTERN


class LineStatus(StrEnum):
    """How a line came by its length."""

    SPOKEN = "spoken"
    """A speech engine spoke it; ``key`` names the sound."""
    ESTIMATED = "estimated"
    """No engine speaks it: there is no sound, and the length is estimated by reading speed."""
    FAILED = "failed"
    """The engine failed on it; the length is by reading speed, and ``flag`` says why."""


class WordTime(FrozenModel):
    """One written word of a line and its time, counted from the line's start."""

    text: str
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)


class VoiceFile(FrozenModel):
    """A file of the project that contains voices."""

    path: str = Field(description="Path inside the workspace, with forward slashes")
    digest: str = Field(pattern=DIGEST_PATTERN)
    licence: Licence = Field(description="From the licence record beside it")


class SpokenLine(FrozenModel):
    """What one character says without a break in the script."""

    id: str = Field(description="The element's id and the part's number")
    element_id: str
    part: int = Field(ge=0, description="Index among the element's parts")
    scene_id: str
    speaker_id: str
    text: str = Field(description="The text of the caption: the line without emphasis marks")
    spoken: str = Field(description="The text given to the engine, with pronunciations applied")
    status: LineStatus
    engine: str = Field(default="", description="The engine that spoke it; empty when there is no sound")
    voice_file: VoiceFile | None = Field(default=None, description="The project's file that its voice is from, if any")
    key: str = Field(default="", description="Key of the speech action; empty when there is no sound")
    digest: str = Field(default="", description="blake3 of the sound")
    samples: int = Field(ge=0, description="Length in samples at 48 kHz")
    frames: int = Field(ge=1, description="Smallest number of frames that cover the sound")
    flag: str = Field(default="", description="Why the line failed, is estimated, or has another voice")
    words: tuple[WordTime, ...] = Field(
        default=(), description="The time of each word of the text; empty when there is no sound"
    )


class Voice(Document):
    """All lines of an episode with their measured lengths."""

    kind: ClassVar[str] = "voice"

    episode: str
    engine: str = Field(description="The engine of characters without an engine of their own")
    fps: str
    lines: tuple[SpokenLine, ...]
    flags: tuple[str, ...] = Field(default=(), description="Why the project's own voices are not used")

    def word_times(self) -> dict[str, tuple[WordTime, ...]]:
        """Return the times of the words of each line, by the line's id."""
        return {line.id: line.words for line in self.lines if line.words}
