"""What is heard in an episode, cut into captions: lines, two who speak at once, and sounds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from reelmake.crafts.captions.cue import DASH, Heard, Speech
from reelmake.crafts.captions.limits import GAP, CaptionRules
from reelmake.crafts.captions.line_clock import line_clock
from reelmake.crafts.captions.split import Part, Setting, parts_of_line
from reelmake.crafts.captions.wrap import columns, shortened
from reelmake.documents.shotlist import ShotList
from reelmake.documents.timed_lines import TimedLine
from reelmake.documents.voice import WordTime
from reelmake.kernel.text import single_line

_SOUND_SECONDS = 2
Words = Mapping[str, Sequence[WordTime]]


@dataclass(frozen=True)
class Manner:
    """How all lines of an episode are captioned."""

    naming: Literal["label", "colour", "none"]
    rules: CaptionRules
    words: Words
    language: str
    unnamed: Collection[str] = ()
    """Ids of lines whose speaker is not named."""


def heard_in(lines: Sequence[TimedLine], total: int, manner: Manner) -> list[Heard]:
    """Return the captions of all lines of an episode of ``total`` frames, in the order in which they are heard."""
    result: list[Heard] = []
    for together in _spoken_together(lines):
        speakers = list(dict.fromkeys(_who(timed) for timed in together))
        dash = DASH if len(speakers) == 2 else ""
        cut = [(timed, _parts(timed, total, manner, dash)) for timed in together]
        if dash:
            sides = [[one for timed, parts in cut if _who(timed) == who for one in parts] for who in speakers]
            result += _side_by_side(*sides)
        else:
            # More than two voices, or one with itself: the first stays at the foot, all others go to the head.
            for timed, parts in cut:
                lane = min(speakers.index(_who(timed)), 1)
                result += [Heard(part.start, part.end_exclusive, (speech,), lane) for part, speech in parts]
    return sorted(result, key=lambda one: (one.start, one.lane))


def _who(timed: TimedLine) -> tuple[str, str]:
    return timed.line.speaker_id, timed.line.speaker


def sounds_in(shotlist: ShotList, heard: Sequence[Heard], rules: CaptionRules) -> Iterator[Heard]:
    """Yield a caption such as ``[thunder]`` for each shot whose sounds come while nobody speaks."""
    starts = [one.start for one in heard]
    busy_until = [0]
    for one in heard:
        busy_until.append(max(busy_until[-1], one.end_exclusive))
    for shot in shotlist.shots:
        sounds = ", ".join(filter(None, map(single_line, shot.sfx)))
        following = bisect_left(starts, shot.start)
        next_start = starts[following] if following < len(starts) else shotlist.total_frames + GAP
        end = min(shot.start + int(_SOUND_SECONDS * rules.rate.value), shot.end_exclusive, next_start - GAP)
        free = busy_until[following] + GAP <= shot.start or not following
        if sounds and free and end - shot.start >= rules.shortest:
            text = f"[{shortened(sounds, rules.limit(sounds) - 2)}]"
            yield Heard(shot.start, end, (Speech((text,)),))


def _spoken_together(lines: Sequence[TimedLine]) -> Iterator[list[TimedLine]]:
    """Yield lines in groups that overlap; most are alone."""
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


def _parts(timed: TimedLine, total: int, manner: Manner, dash: str) -> list[tuple[Part, Speech]]:
    line, rules = timed.line, manner.rules
    text, speaker = single_line(line.text), single_line(line.speaker)
    start, end = max(timed.start, 0), min(timed.end_exclusive, total)
    if not text or end <= start:
        return []
    limit = rules.limit(text + speaker)
    named = manner.naming == "label" and line.line_id not in manner.unnamed
    label = shortened(speaker, limit // 2) if named else ""
    taken = columns(label) + 2 if label else 0
    setting = Setting(rules, manner.language, limit, taken, every_taken=len(dash), rows=1 if dash else 2)
    parts = parts_of_line(text, line_clock(text, start, end, rules.rate, manner.words.get(line.line_id, ())), setting)
    return [
        (part, Speech(part.rows, line.speaker_id, speaker, "" if index else label, line.voice_over, dash, line.line_id))
        for index, part in enumerate(_in_turn(parts, end))
    ]


def _in_turn(parts: list[Part], end: int) -> list[Part]:
    """Return parts of which each begins after the one before.

    A line of fewer frames than captions can be read by nobody; the rest of it would cover its neighbours.
    """
    parts = parts[: end - parts[0].start]
    starts: list[int] = []
    for index, part in enumerate(parts):
        latest = end - (len(parts) - index)
        starts.append(min(max(part.start, starts[-1] + 1 if starts else 0), latest))
    return [
        Part(part.rows, start, max(min(part.end_exclusive, following), start + 1))
        for part, start, following in zip(parts, starts, [*starts[1:], end], strict=True)
    ]


def _side_by_side(left: list[tuple[Part, Speech]], right: list[tuple[Part, Speech]]) -> Iterator[Heard]:
    """Yield captions that hold a row of each of two who speak at once, as long as both have something to say."""
    before = -1
    for pair in zip_longest(left, right):
        sides = [side for side in pair if side is not None]
        start = max(min(part.start for part, _ in sides), before + 1)
        before = start
        end = max(start + 1, *(part.end_exclusive for part, _ in sides))
        yield Heard(start, end, tuple(speech for _, speech in sides))
