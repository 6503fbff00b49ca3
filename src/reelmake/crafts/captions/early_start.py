"""Captions that leave too little time to be read come a moment before the words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.limits import GAP, CaptionRules


def with_lead(cues: Sequence[Cue], changes: Sequence[int], rules: CaptionRules) -> list[Cue]:
    """Return one lane's captions, those that are too fast to read begun up to ``rules.lead`` frames earlier.

    A caption makes room for the next one as long as it stays readable itself. None is seen before the picture of its
    own scene.
    """
    needed = [max(rules.reading_frames(" ".join(cue.rows)), rules.shortest) for cue in cues]
    gives: list[int] = []
    """How much earlier each may end."""
    leads: list[int] = []
    """How much earlier each may begin."""
    for index, cue in enumerate(cues):
        room = cue.start - _last_before(changes, cue.start)
        if index:
            room = min(room, max(cue.start - cues[index - 1].end_exclusive - GAP, 0) + gives[-1])
        leads.append(max(min(rules.lead, room), 0))
        gives.append(max(cue.frames + leads[-1] - needed[index], 0))
    result: list[Cue] = []
    end = cues[-1].end_exclusive if cues else 0
    for index in range(len(cues) - 1, -1, -1):
        cue = cues[index]
        start = cue.start - max(min(needed[index] - (end - cue.start), leads[index]), 0)
        result.append(replace(cue, start=start, end_exclusive=end))
        if index:
            end = min(cues[index - 1].end_exclusive, max(start - GAP, cues[index - 1].start + 1))
    return result[::-1]


def hasty(cues: Sequence[Cue], rules: CaptionRules) -> list[Cue]:
    """Return the captions that bring more than can be read in their time."""
    return [cue for cue in cues if rules.too_fast(" ".join(cue.rows), cue.frames)]


def _last_before(changes: Sequence[int], frame: int) -> int:
    """Return the last change of picture up to a frame."""
    place = bisect_right(changes, frame)
    return changes[place - 1] if place else 0
