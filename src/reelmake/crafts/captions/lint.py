"""Finds captions that break the rules of the large platforms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.limits import GAP, MAX_ROWS, ROUNDING_TOLERANCE, CaptionRules
from reelmake.crafts.captions.line_breaks import INSIDE_PHRASE, break_badness
from reelmake.crafts.captions.readers import ReadCue
from reelmake.crafts.captions.wrap import columns
from reelmake.materials.fonts.glyphs import without_glyph


@dataclass(frozen=True)
class RuleViolation:
    """A rule that a caption breaks."""

    number: int
    """The caption's number, counted from 1."""
    start: int
    rule: str
    what: str


def as_read_cues(cues: Sequence[Cue]) -> list[ReadCue]:
    """Return captions in the form in which they are read from a file."""
    return [ReadCue(cue.start, cue.end_exclusive, cue.rows) for cue in cues]


def find_violations(
    cues: Sequence[ReadCue], rules: CaptionRules, *, changes: Sequence[int] = (), language: str = "en"
) -> list[RuleViolation]:
    """Return all violations in order of the captions. No caption may stay visible across a frame in ``changes``."""
    found = []
    for number, cue in enumerate(cues, 1):
        broken = (*_of_rows(cue, rules, language), *_of_time(cue, rules), *_of_changes(cue, changes, rules))
        found += [RuleViolation(number, cue.start, *one) for one in broken]
    for number, (before, after) in enumerate(pairwise(cues), 2):
        found += [RuleViolation(number, after.start, *one) for one in _of_neighbours(before, after, rules)]
    return sorted(found, key=lambda violation: (violation.number, violation.rule))


def _of_rows(cue: ReadCue, rules: CaptionRules, language: str) -> Iterator[tuple[str, str]]:
    text = " ".join(cue.rows)
    if not cue.rows:
        yield "empty", "has no words"
    if len(cue.rows) > MAX_ROWS:
        yield "rows", f"has {len(cue.rows)} rows; {MAX_ROWS} are allowed"
    limit = rules.row_limit(text)
    for row in cue.rows:
        if columns(row) > limit:
            yield (
                "width",
                f"has a row of {_characters(columns(row), text, rules)} characters; "
                f"{_characters(limit, text, rules)} are allowed: {row}",
            )
    for char in without_glyph(cue.rows):
        yield "glyph", f"has {char} (U+{ord(char):04X}), which no font here can draw"
    if len(cue.rows) == MAX_ROWS:
        yield from _of_break(cue.rows[0], cue.rows[1], limit, language)


def _of_break(upper: str, lower: str, limit: int, language: str) -> Iterator[tuple[str, str]]:
    """Yield a violation if the first row ends inside a phrase although a better break exists."""
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
                f'separates "{words[here - 1]}" from "{words[here]}"; a better break is after "{words[place - 1]}"',
            )
            return


def _of_time(cue: ReadCue, rules: CaptionRules) -> Iterator[tuple[str, str]]:
    frames = cue.end_exclusive - cue.start
    if frames <= 0:
        yield "time", "ends before it starts"
        return
    if frames < rules.min_frames - ROUNDING_TOLERANCE:
        yield "short", f"is shown for {frames} frames; the minimum is {rules.min_frames}"
    if frames > rules.max_frames + ROUNDING_TOLERANCE:
        yield "long", f"is shown for {frames} frames; the maximum is {rules.max_frames}"
    text = " ".join(cue.rows)
    if rules.too_fast(text, frames):
        speed = columns(text) * rules.rate.value / frames
        yield (
            "speed",
            (
                f"has {_characters(round(speed), text, rules)} characters a second; "
                f"the maximum is {_characters(rules.max_speed(text), text, rules)}"
            ),
        )


def _of_changes(cue: ReadCue, changes: Sequence[int], rules: CaptionRules) -> Iterator[tuple[str, str]]:
    for change in changes:
        if cue.start < change < cue.end_exclusive:
            yield "crosses_cut", f"stays on across the change of picture at {rules.rate.timecode(change)}"


def _of_neighbours(before: ReadCue, after: ReadCue, rules: CaptionRules) -> Iterator[tuple[str, str]]:
    gap = after.start - before.end_exclusive
    if after.start < before.start:
        yield "order", "starts before the previous caption"
    elif gap < 0:
        yield "overlap", f"starts {-gap} frames before the previous caption ends"
    elif gap < GAP:
        yield "gap", f"starts {gap} frames after the previous caption; the minimum is {GAP}"
    elif GAP < gap < rules.min_open_gap // 2:
        allowed = f"{GAP}, or {rules.min_open_gap // 2} or more"
        yield "flicker", f"starts {gap} frames after the previous caption; allowed are {allowed}"


def _characters(count: int, text: str, rules: CaptionRules) -> int:
    """Return a number of columns as a number of characters: two columns are one wide character."""
    wide = rules.row_limit(text) == rules.max_wide_columns and rules.max_wide_columns != rules.max_columns
    return -(-count // 2) if wide else count
