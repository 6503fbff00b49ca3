"""Captions as data: what is shown, from which frame to which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import ShotLine, ShotList
from reelmake.kernel.frames import Rate
from reelmake.render.wrap import captions, clean, columns, row_columns, shortened

GAP = 2
"""Frames between captions, so that the eye sees a new one come."""
_SHORTEST_MS = 833
_LONGEST_MS = 7000


@dataclass(frozen=True)
class Cue:
    """One caption: at most two rows, from ``start`` until before ``end_exclusive``."""

    start: int
    end_exclusive: int
    rows: tuple[str, ...]
    speaker_id: str = ""
    speaker: str = ""
    label: str = ""
    """The speaker's name as it is written before the first row; empty when it is not."""
    voice_over: bool = False

    @property
    def frames(self) -> int:
        return self.end_exclusive - self.start


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


def caption_cues(shotlist: ShotList, config: CaptionConfig) -> tuple[Cue, ...]:
    """Return an episode's captions in order; they overlap only where lines do, in dual dialogue."""
    rate = Rate.parse(shotlist.fps)
    lines = timed_lines(shotlist)
    starts = [timed.start for timed in lines]
    cues: list[Cue] = []
    for timed in lines:
        following = bisect_left(starts, timed.start + 1)
        next_start = starts[following] if following < len(starts) else shotlist.total_frames + GAP
        cues += _cues_of(timed, config, rate, next_start, shotlist.total_frames)
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end_exclusive)))


def cues_by_shot(shotlist: ShotList, cues: Sequence[Cue]) -> dict[str, tuple[Cue, ...]]:
    """Return for each shot's id the captions seen in it, their frames counted from the shot's start."""
    waiting = list(reversed(cues))
    shown: list[Cue] = []
    result: dict[str, tuple[Cue, ...]] = {}
    for shot in shotlist.shots:
        while waiting and waiting[-1].start < shot.end_exclusive:
            shown.append(waiting.pop())
        shown = [cue for cue in shown if cue.end_exclusive > shot.start]
        result[shot.id] = tuple(_within(cue, shot.start, shot.frames) for cue in shown)
    return result


def _within(cue: Cue, start: int, frames: int) -> Cue:
    return replace(cue, start=max(cue.start - start, 0), end_exclusive=min(cue.end_exclusive - start, frames))


def _cues_of(timed: TimedLine, config: CaptionConfig, rate: Rate, next_start: int, total: int) -> list[Cue]:
    line = timed.line
    text, speaker = clean(line.text), clean(line.speaker)
    start = max(timed.start, 0)
    end = min(timed.end_exclusive, total)
    if not text or end <= start:
        return []
    limit = row_columns(text + speaker, config.max_characters, config.max_wide_characters)
    label = shortened(speaker, limit // 2) if config.speaker_labels else ""
    taken = columns(label) + 2 if label else 0
    parts = _shorter_parts(text, limit, taken, Fraction(rate.frames_from_ms(_LONGEST_MS), end - start))
    end = _lengthened(start, end, len(parts) * rate.frames_from_ms(_SHORTEST_MS), next_start, total)
    # A line of fewer frames than captions can be read by nobody; the rest of it would cover its neighbours.
    parts = parts[: end - start]
    spans = _spans(start, end, _weights(parts))
    return [
        Cue(first, last, rows, line.speaker_id, speaker, "" if index else label, line.voice_over)
        for index, (rows, (first, last)) in enumerate(zip(parts, spans, strict=True))
    ]


def _shorter_parts(text: str, limit: int, taken: int, longest_share: Fraction) -> list[tuple[str, ...]]:
    """Break a slowly spoken line into shorter captions, by giving them narrower rows, until none is shown too long."""
    best = captions(text, limit, taken)
    for narrow in range(limit - 1, max(taken + 4, limit // 4), -1):
        if _largest_share(best) <= longest_share:
            break
        best = min(best, captions(text, narrow, taken), key=_largest_share)
    return best


def _largest_share(parts: list[tuple[str, ...]]) -> Fraction:
    weights = _weights(parts)
    return Fraction(max(weights), max(sum(weights), 1))


def _weights(parts: list[tuple[str, ...]]) -> list[int]:
    """Return how much of a line's time each caption gets: as much as it has letters."""
    return [max(sum(columns(row) for row in rows), 1) for rows in parts]


def _lengthened(start: int, end: int, wanted: int, next_start: int, total: int) -> int:
    """Return an end late enough to read by, if nothing else begins before; never later than the next line's gap."""
    end = max(end, min(start + wanted, total, next_start - GAP))
    # Back to back lines: the earlier caption gives up the gap. Lines spoken together keep their own lengths.
    if end - GAP < next_start <= end + GAP and next_start - GAP > start:
        return next_start - GAP
    return end


def _spans(start: int, end: int, weights: list[int]) -> list[tuple[int, int]]:
    """Divide a stretch in proportion to ``weights``, with gaps where there is room for them."""
    total = max(sum(weights), 1)
    room = end - start
    bounds = [start]
    done = 0
    for index, weight in enumerate(weights):
        done += weight
        left = len(weights) - 1 - index
        bounds.append(max(min(start + room * done // total, end - left), bounds[-1] + 1))
    return [
        (first, last - GAP if index < len(weights) - 1 and last - first > 2 * GAP else last)
        for index, (first, last) in enumerate(pairwise(bounds))
    ]
