"""A caption as data: what is shown, from which frame to which, and who says it."""

from __future__ import annotations

from dataclasses import dataclass

DASH = "- "
"""Before the words of each of two who speak at once."""


@dataclass(frozen=True)
class Speech:
    """What one speaker says in a caption."""

    rows: tuple[str, ...]
    speaker_id: str = ""
    speaker: str = ""
    label: str = ""
    """The speaker's name as it is written before the first row; empty when it is not."""
    voice_over: bool = False
    dash: str = ""
    """What stands before the first row of one of two who speak at once."""
    line_id: str = ""
    """The line's in the script; none for a sound."""

    @property
    def written(self) -> tuple[str, ...]:
        """The rows as they are read, the name and the dash before the first."""
        label = f"{self.label}: " if self.label else ""
        return (f"{self.dash}{label}{self.rows[0]}", *self.rows[1:])


@dataclass(frozen=True)
class Cue:
    """One caption: at most two rows, from ``start`` until before ``end_exclusive``."""

    start: int
    end_exclusive: int
    speeches: tuple[Speech, ...]
    top: bool = False
    """Whether it stands at the head of the picture, because another stands at its foot."""

    @property
    def frames(self) -> int:
        return self.end_exclusive - self.start

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row as it is read."""
        return tuple(row for speech in self.speeches for row in speech.written)


@dataclass(frozen=True)
class Heard:
    """A caption before it is known how long it may stay: what is heard, and when."""

    start: int
    end_exclusive: int
    speeches: tuple[Speech, ...]
    lane: int = 0
    """0 at the foot of the picture, others at its head."""
