"""A caption as data: its text, its speakers and its frames."""

from __future__ import annotations

from dataclasses import dataclass

DASH = "- "
"""Written before the words of each of two people who speak at once."""


@dataclass(frozen=True)
class Speech:
    """What one speaker says in a caption."""

    rows: tuple[str, ...]
    speaker_id: str = ""
    speaker: str = ""
    label: str = ""
    """The speaker's name as written before the first row; empty if it is not written."""
    voice_over: bool = False
    dash: str = ""
    """``DASH`` if two people speak at once, otherwise empty."""
    line_id: str = ""
    """The line's id in the script; empty for a sound."""

    @property
    def written(self) -> tuple[str, ...]:
        """The rows as viewers read them, with the dash and the name before the first."""
        label = f"{self.label}: " if self.label else ""
        return (f"{self.dash}{label}{self.rows[0]}", *self.rows[1:])


@dataclass(frozen=True)
class Cue:
    """One caption of at most two rows, visible from frame ``start`` until before ``end_exclusive``."""

    start: int
    end_exclusive: int
    speeches: tuple[Speech, ...]
    top: bool = False
    """Whether it is shown at the top of the picture, because another caption is at the bottom."""

    @property
    def frames(self) -> int:
        return self.end_exclusive - self.start

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row as viewers read it."""
        return tuple(row for speech in self.speeches for row in speech.written)


@dataclass(frozen=True)
class DraftCue:
    """A caption whose final start and end are still to be found; its frames are those in which it is heard."""

    start: int
    end_exclusive: int
    speeches: tuple[Speech, ...]
    lane: int = 0
    """0 at the bottom of the picture, others at the top."""
