"""The lines of an episode with their times, which captions, mixing and ducking use."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.shotlist import ShotLine, ShotList


@dataclass(frozen=True)
class TimedLine:
    """A line at its time in the episode, once, although several shots may contain it."""

    start: int
    line: ShotLine

    @property
    def end_exclusive(self) -> int:
        return self.start + self.line.frames


def timed_lines(shotlist: ShotList) -> tuple[TimedLine, ...]:
    """Return every line of an episode once, ordered by start."""
    found: dict[str, TimedLine] = {}
    for shot in shotlist.shots:
        for line in shot.lines:
            found.setdefault(line.line_id, TimedLine(shot.start + line.offset, line))
    return tuple(sorted(found.values(), key=lambda timed: timed.start))
