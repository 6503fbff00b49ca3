"""Splits a spoken line into captions at punctuation and pauses, so that none is too wide, too long or too fast."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.line_breaks import break_badness
from reelmake.crafts.captions.line_clock import LineClock
from reelmake.crafts.captions.wrap import Token, first_row, joined, tokens_of

_CAPTION_COST = 100
"""The cost of one more caption; the other costs are relative to it."""
_BREAK_COST = 5
_TOO_SHORT_COST = 400
_TOO_LONG_COST = 60
_TOO_FAST_COST = 6
_PAUSE_COST = 60
"""The cost of each half second of silence inside a caption: viewers would read what is said next too soon."""


@dataclass(frozen=True)
class LinePart:
    """The part of a line in one caption: its rows, and the frames in which it is heard."""

    rows: tuple[str, ...]
    start: int
    end_exclusive: int


@dataclass(frozen=True)
class RowLayout:
    """The space a line is laid out in: the width of its rows, and the columns name_columns by a name and a dash."""

    rules: CaptionRules
    language: str
    limit: int
    name_columns: int = 0
    """Columns name_columns by the speaker's name, in the first row of the first caption."""
    dash_columns: int = 0
    """Columns name_columns in every row: the dash of two people who speak at once."""
    rows: int = 2


def split_line(text: str, clock: LineClock, layout: RowLayout) -> list[LinePart]:
    """Return a line's captions in order; together they contain every character of ``text``, which has no newlines."""
    free = layout.limit - layout.dash_columns
    line = _Line(tokens_of(text, free, max(free - layout.name_columns, 2)), clock, layout)
    whole = line.whole()
    if whole is not None and not line.pauses and whole.end_exclusive - whole.start <= layout.rules.max_frames:
        return [whole]
    return line.best_parts()


class _Line:
    """A line's tokens, and the cost of showing a range of them as one caption."""

    def __init__(self, tokens: list[Token], clock: LineClock, layout: RowLayout) -> None:
        self.tokens = tokens
        self.layout = layout
        self._starts = [clock.start_of(token.first) for token in tokens]
        self._ends = [clock.end_of(token.end) for token in tokens]
        self._badness = [0] + [
            break_badness(before.text, after.text, layout.language) for before, after in pairwise(tokens)
        ]
        """The badness of a break before each token."""
        self._filled = [0, *accumulate(token.columns + token.spaced for token in tokens)]
        """The columns filled by all tokens before each."""
        self._speed = layout.rules.max_speed("".join(token.text for token in tokens))
        min_open_gap = layout.rules.min_open_gap
        self.pauses = {
            place: _PAUSE_COST * silence // min_open_gap
            for place in range(1, len(tokens))
            if (silence := self._starts[place] - self._ends[place - 1]) >= min_open_gap
        }
        """The tokens before which the speaker pauses, and the cost of a caption that continues across the pause."""

    def best_parts(self) -> list[LinePart]:
        """Return the captions with the lowest total cost."""
        best: list[tuple[int, int]] = [(0, 0)]
        for end in range(1, len(self.tokens) + 1):
            least = (1 << 60, end - 1)
            for begin in range(end - 1, -1, -1):
                upper = self._first_row_count(begin, end)
                if not upper:
                    break
                cost = best[begin][0] + self._cost(begin, end, upper)
                least = min(least, (cost, begin))
            best.append(least)
        parts: list[LinePart] = []
        place = len(self.tokens)
        while place:
            begin = best[place][1]
            parts.append(self._part(begin, place, self._first_row_count(begin, place) or place - begin))
            place = begin
        return parts[::-1]

    def whole(self) -> LinePart | None:
        """Return the whole line as one caption, or None if it is too wide."""
        first_row_tokens = self._first_row_count(0, len(self.tokens))
        return self._part(0, len(self.tokens), first_row_tokens) if first_row_tokens else None

    def _first_row_count(self, begin: int, end: int) -> int:
        """Return how many of a range of tokens belong in the first row; 0 if the range is too wide for one caption."""
        layout = self.layout
        limit = layout.limit - layout.dash_columns
        first = limit if begin else max(limit - layout.name_columns, 2)
        # The number of columns decides most cases; comparing breaks is the expensive part.
        filled = self._filled[end] - self._filled[begin]
        if filled > first + 1 + (limit + 1) * (layout.rows - 1):
            return 0
        if filled - self.tokens[begin].spaced <= first or end == begin + 1:
            return end - begin
        if layout.rows == 1:
            return 0
        return first_row(self.tokens[begin:end], first, limit, self._badness[begin:end])

    def _part(self, begin: int, end: int, upper: int) -> LinePart:
        rows = [joined(tokens) for tokens in (self.tokens[begin : begin + upper], self.tokens[begin + upper : end])]
        return LinePart(tuple(filter(None, rows)), self._starts[begin], self._ends[end - 1])

    def _cost(self, begin: int, end: int, upper: int) -> int:
        rules = self.layout.rules
        start = self._starts[begin]
        cost = _CAPTION_COST + (self._badness[begin + upper] if begin + upper < end else 0)
        if self.pauses:
            cost += sum(silence for place, silence in self.pauses.items() if begin < place < end)
        cost += _TOO_LONG_COST * max(self._ends[end - 1] - start - rules.max_frames, 0)
        if end < len(self.tokens):
            shown = self._starts[end] - start
            cost += _BREAK_COST * self._badness[end] + (_TOO_SHORT_COST if shown < rules.min_frames else 0)
            wide = self._filled[end] - self._filled[begin]
            cost += _TOO_FAST_COST * max(rules.frames_to_read(wide, self._speed) - shown, 0)
        # The last caption is never too short: it may stay visible in the silence that usually follows.
        return cost
