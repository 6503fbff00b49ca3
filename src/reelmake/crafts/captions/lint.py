"""Which captions break the rules of the large platforms, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.limits import A_FRAME, GAP, MOST_ROWS, CaptionRules
from reelmake.crafts.captions.line_breaks import INSIDE_PHRASE, break_badness
from reelmake.crafts.captions.readers import ReadCue
from reelmake.crafts.captions.wrap import columns
from reelmake.materials.fonts.glyphs import without_glyph


@dataclass(frozen=True)
class Breach:
    """One rule broken by one caption."""

    number: int
    """The caption's, counted from 1."""
    start: int
    rule: str
    what: str


def as_read(cues: Sequence[Cue]) -> list[ReadCue]:
    """Return captions of our own as a file would give them."""
    return [ReadCue(cue.start, cue.end_exclusive, cue.rows) for cue in cues]


def breaches(
    cues: Sequence[ReadCue], rules: CaptionRules, *, changes: Sequence[int] = (), language: str = "en"
) -> list[Breach]:
    """Return every breach in the order of the captions. ``changes`` are frames no caption may be seen across."""
    found = []
    for number, cue in enumerate(cues, 1):
        found += [Breach(number, cue.start, *one) for one in (*_of_rows(cue, rules, language), *_of_time(cue, rules))]
        found += [
            Breach(number, cue.start, "crosses_cut", f"stays on over the change of picture at {_clock(change, rules)}")
            for change in changes
            if cue.start < change < cue.end_exclusive
        ]
    for number, (before, after) in enumerate(pairwise(cues), 2):
        found += [Breach(number, after.start, *one) for one in _of_neighbours(before, after, rules)]
    return sorted(found, key=lambda breach: (breach.number, breach.rule))


def _of_rows(cue: ReadCue, rules: CaptionRules, language: str) -> Iterator[tuple[str, str]]:
    text = " ".join(cue.rows)
    if not cue.rows:
        yield "empty", "has no words"
    if len(cue.rows) > MOST_ROWS:
        yield "rows", f"has {len(cue.rows)} rows; {MOST_ROWS} are allowed"
    limit = rules.limit(text)
    for row in cue.rows:
        if columns(row) > limit:
            yield (
                "width",
                f"a row of {_wide(columns(row), text, rules)} characters; {_wide(limit, text, rules)} fit: {row}",
            )
    for char in without_glyph(cue.rows):
        yield "glyph", f"no font here has a glyph for {char} (U+{ord(char):04X})"
    if len(cue.rows) == MOST_ROWS:
        yield from _of_break(cue.rows[0], cue.rows[1], limit, language)


def _of_break(upper: str, lower: str, limit: int, language: str) -> Iterator[tuple[str, str]]:
    """Yield a complaint where the row ends inside a phrase although it could end better."""
    words = [*upper.split(), *lower.split()]
    here = len(upper.split())
    dashed = upper.startswith("-") and lower.startswith("-")
    if dashed or break_badness(words[here - 1], words[here], language) < INSIDE_PHRASE:
        return
    for place in range(1, len(words)):
        fits = max(columns(" ".join(words[:place])), columns(" ".join(words[place:]))) <= limit
        if fits and break_badness(words[place - 1], words[place], language) < INSIDE_PHRASE:
            yield (
                "break",
                f'parts "{words[here - 1]}" from "{words[here]}"; "{words[place - 1]}" would end the row better',
            )
            return


def _of_time(cue: ReadCue, rules: CaptionRules) -> Iterator[tuple[str, str]]:
    frames = cue.end_exclusive - cue.start
    if frames <= 0:
        yield "time", "ends before it begins"
        return
    if frames < rules.shortest - A_FRAME:
        yield "short", f"is shown for {frames} frames; {rules.shortest} are asked for"
    if frames > rules.longest + A_FRAME:
        yield "long", f"is shown for {frames} frames; {rules.longest} are the most"
    text = " ".join(cue.rows)
    if rules.too_fast(text, frames):
        speed = columns(text) * rules.rate.value / frames
        yield (
            "speed",
            (
                f"brings {_wide(round(speed), text, rules)} characters a second; "
                f"{_wide(rules.speed(text), text, rules)} can be read"
            ),
        )


def _of_neighbours(before: ReadCue, after: ReadCue, rules: CaptionRules) -> Iterator[tuple[str, str]]:
    gap = after.start - before.end_exclusive
    if after.start < before.start:
        yield "order", "begins before the caption before it"
    elif gap < 0:
        yield "overlap", f"begins {-gap} frames before the last one is gone"
    elif gap < GAP:
        yield "gap", f"begins {gap} frames after the last one; {GAP} are asked for"
    elif GAP < gap < rules.chained // 2:
        yield "flicker", f"begins {gap} frames after the last one; {GAP} or at least {rules.chained // 2} are asked for"


def _wide(count: int, text: str, rules: CaptionRules) -> int:
    """Return columns as the characters people count: two columns are one wide character."""
    return -(-count // 2) if rules.limit(text) == rules.wide and rules.wide != rules.narrow else count


def _clock(frame: int, rules: CaptionRules) -> str:
    return rules.rate.timecode(frame)
