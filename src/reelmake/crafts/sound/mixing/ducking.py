"""Making room for words: how music and noises go down before a line and come up after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import GainPoint
from reelmake.documents.timed_lines import timed_lines
from reelmake.kernel.frames import SAMPLE_RATE, Rate

FULL = 1000
ATTACK = SAMPLE_RATE * 45 // 100
"""The way down, over before the first word: the timing is known, so nothing has to be heard first."""
HOLD = SAMPLE_RATE * 20 // 100
RELEASE = SAMPLE_RATE * 110 // 100
SHORTEST_REST = SAMPLE_RATE * 50 // 100
"""A pause in which there would be less than this of full loudness is no reason to come up."""

Span = tuple[int, int]


def speech_spans(shotlist: ShotList) -> tuple[Span, ...]:
    """Return when somebody is heard to speak, in samples; lines without a sound leave the music alone."""
    rate = Rate.parse(shotlist.fps)
    return tuple(
        (rate.samples(timed.start), rate.samples(timed.end_exclusive))
        for timed in timed_lines(shotlist)
        if timed.line.key
    )


def ducked(spans: Iterable[Span], depth: int, total: int) -> tuple[GainPoint, ...]:
    """Return the gain that is at ``depth`` (in thousandths) while somebody speaks and full in the pauses."""
    points: list[tuple[int, int]] = []
    for start, end in _joined(spans):
        points += [(start - ATTACK, FULL), (start, depth), (end + HOLD, depth), (end + HOLD + RELEASE, FULL)]
    return _on_timeline(points, total)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start - ATTACK - SHORTEST_REST < joined[-1][1] + HOLD + RELEASE:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _on_timeline(points: Sequence[tuple[int, int]], total: int) -> tuple[GainPoint, ...]:
    """Return the points that lie on the timeline. A way down that would begin before it is shortened."""
    return tuple(GainPoint(at=min(max(at, 0), total), gain=gain) for at, gain in points)
