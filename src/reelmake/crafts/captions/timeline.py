"""The draft captions of an episode's lines and sounds, timed by when they are heard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from reelmake.crafts.captions.cue import DASH, DraftCue, Speech
from reelmake.crafts.captions.limits import GAP, CaptionRules
from reelmake.crafts.captions.line_clock import line_clock
from reelmake.crafts.captions.split import LinePart, RowLayout, split_line
from reelmake.crafts.captions.wrap import columns, shortened
from reelmake.documents.shotlist import ShotList
from reelmake.documents.timed_lines import TimedLine
from reelmake.documents.voice import WordTime
from reelmake.kernel.text import single_line

_SOUND_SECONDS = 2
Words = Mapping[str, Sequence[WordTime]]


@dataclass(frozen=True)
class CaptionOptions:
    """The settings for captioning an episode's lines, and the times of their words."""

    naming: Literal["label", "colour", "none"]
    rules: CaptionRules
    words: Words
    language: str
    unnamed: Collection[str] = ()
    """Ids of lines whose speaker's name is left out."""


def line_cues(lines: Sequence[TimedLine], total: int, options: CaptionOptions) -> list[DraftCue]:
    """Return draft captions of all lines of an episode of ``total`` frames, in order."""
    result: list[DraftCue] = []
    for together in _overlapping_groups(lines):
        speakers = list(dict.fromkeys(_speaker_of(timed) for timed in together))
        dash = DASH if len(speakers) == 2 else ""
        cut = [(timed, _line_parts(timed, total, options, dash)) for timed in together]
        if dash:
            sides = [[one for timed, parts in cut if _speaker_of(timed) == who for one in parts] for who in speakers]
            result += _side_by_side(*sides)
        else:
            # More than two speakers, or one who overlaps with themselves: the first is at the bottom, the rest on top.
            for timed, parts in cut:
                lane = min(speakers.index(_speaker_of(timed)), 1)
                result += [DraftCue(part.start, part.end_exclusive, (speech,), lane) for part, speech in parts]
    return sorted(result, key=lambda one: (one.start, one.lane))


def _speaker_of(timed: TimedLine) -> tuple[str, str]:
    return timed.line.speaker_id, timed.line.speaker


def sound_cues(shotlist: ShotList, drafts: Sequence[DraftCue], rules: CaptionRules) -> Iterator[DraftCue]:
    """Yield a draft caption such as ``[thunder]`` for each shot that starts with a sound while nobody speaks."""
    starts = [one.start for one in drafts]
    busy_until = [0]
    for one in drafts:
        busy_until.append(max(busy_until[-1], one.end_exclusive))
    for shot in shotlist.shots:
        sounds = ", ".join(filter(None, map(single_line, shot.sfx)))
        following = bisect_left(starts, shot.start)
        next_start = starts[following] if following < len(starts) else shotlist.total_frames + GAP
        end = min(shot.start + int(_SOUND_SECONDS * rules.rate.value), shot.end_exclusive, next_start - GAP)
        free = busy_until[following] + GAP <= shot.start or not following
        if sounds and free and end - shot.start >= rules.min_frames:
            text = f"[{shortened(sounds, rules.row_limit(sounds) - 2)}]"
            yield DraftCue(shot.start, end, (Speech((text,)),))


def _overlapping_groups(lines: Sequence[TimedLine]) -> Iterator[list[TimedLine]]:
    """Yield groups of lines that overlap in time; most groups have one line."""
    group: list[TimedLine] = []
    until = 0
    for timed in lines:
        if group and timed.start >= until:
            yield group
            group, until = [], 0
        group.append(timed)
        until = max(until, timed.end_exclusive)
    if group:
        yield group


def _line_parts(timed: TimedLine, total: int, options: CaptionOptions, dash: str) -> list[tuple[LinePart, Speech]]:
    line, rules = timed.line, options.rules
    text, speaker = single_line(line.text), single_line(line.speaker)
    start, end = max(timed.start, 0), min(timed.end_exclusive, total)
    if not text or end <= start:
        return []
    limit = rules.row_limit(text + speaker)
    named = options.naming == "label" and line.line_id not in options.unnamed
    label = shortened(speaker, limit // 2) if named else ""
    name_columns = columns(label) + 2 if label else 0
    layout = RowLayout(rules, options.language, limit, name_columns, dash_columns=len(dash), rows=1 if dash else 2)
    parts = split_line(text, line_clock(text, start, end, rules.rate, options.words.get(line.line_id, ())), layout)
    return [
        (part, Speech(part.rows, line.speaker_id, speaker, "" if index else label, line.voice_over, dash, line.line_id))
        for index, part in enumerate(_in_sequence(parts, end))
    ]


def _in_sequence(parts: list[LinePart], end: int) -> list[LinePart]:
    """Return parts that each start after the one before.

    If a line has fewer frames than captions, the last captions are dropped: they would cover those of other lines.
    """
    parts = parts[: end - parts[0].start]
    starts: list[int] = []
    for index, part in enumerate(parts):
        latest = end - (len(parts) - index)
        starts.append(min(max(part.start, starts[-1] + 1 if starts else 0), latest))
    return [
        LinePart(part.rows, start, max(min(part.end_exclusive, following), start + 1))
        for part, start, following in zip(parts, starts, [*starts[1:], end], strict=True)
    ]


def _side_by_side(left: list[tuple[LinePart, Speech]], right: list[tuple[LinePart, Speech]]) -> Iterator[DraftCue]:
    """Yield draft captions with one row for each of two speakers, as long as both have text left."""
    before = -1
    for pair in zip_longest(left, right):
        sides = [side for side in pair if side is not None]
        start = max(min(part.start for part, _ in sides), before + 1)
        before = start
        end = max(start + 1, *(part.end_exclusive for part, _ in sides))
        yield DraftCue(start, end, tuple(speech for _, speech in sides))
