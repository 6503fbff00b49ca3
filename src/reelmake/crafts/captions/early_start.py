"""Starts captions that are too fast to read a moment before their words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.limits import GAP, CaptionRules


def with_early_starts(cues: Sequence[Cue], changes: Sequence[int], rules: CaptionRules) -> list[Cue]:
    """Return one lane's captions; those that are too fast to read start up to ``rules.max_early_start`` frames earlier.

    A caption ends earlier to make room for the next one, as long as it stays readable itself. No caption is visible
    before the picture of its own scene.
    """
    needed = [max(rules.reading_frames(" ".join(cue.rows)), rules.min_frames) for cue in cues]
    spare: list[int] = []
    """How many frames earlier each may end."""
    earlier: list[int] = []
    """How many frames earlier each may start."""
    for index, cue in enumerate(cues):
        room = cue.start - _last_before(changes, cue.start)
        if index:
            room = min(room, max(cue.start - cues[index - 1].end_exclusive - GAP, 0) + spare[-1])
        earlier.append(max(min(rules.max_early_start, room), 0))
        spare.append(max(cue.frames + earlier[-1] - needed[index], 0))
    result: list[Cue] = []
    end = cues[-1].end_exclusive if cues else 0
    for index in range(len(cues) - 1, -1, -1):
        cue = cues[index]
        start = cue.start - max(min(needed[index] - (end - cue.start), earlier[index]), 0)
        result.append(replace(cue, start=start, end_exclusive=end))
        if index:
            end = min(cues[index - 1].end_exclusive, max(start - GAP, cues[index - 1].start + 1))
    return result[::-1]


def too_fast_cues(cues: Sequence[Cue], rules: CaptionRules) -> list[Cue]:
    """Return the captions that are too fast to read."""
    return [cue for cue in cues if rules.too_fast(" ".join(cue.rows), cue.frames)]


def _last_before(changes: Sequence[int], frame: int) -> int:
    """Return the last change of picture at or before a frame."""
    place = bisect_right(changes, frame)
    return changes[place - 1] if place else 0
