"""The lines of an episode at their places in it: what captions, mixing and ducking go by."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.shotlist import ShotLine, ShotList


@dataclass(frozen=True)
class TimedLine:
    """A line once, at its place in the episode, however many shots it is heard in."""

    start: int
    line: ShotLine

    @property
    def end_exclusive(self) -> int:
        return self.start + self.line.frames


def timed_lines(shotlist: ShotList) -> tuple[TimedLine, ...]:
    """Return every line of an episode once, in the order in which they begin."""
    found: dict[str, TimedLine] = {}
    for shot in shotlist.shots:
        for line in shot.lines:
            found.setdefault(line.line_id, TimedLine(shot.start + line.offset, line))
    return tuple(sorted(found.values(), key=lambda timed: timed.start))
