"""Cutting a spoken line into captions: at its marks and pauses, none too wide, too long, or too fast to read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.line_breaks import break_badness
from reelmake.crafts.captions.line_clock import LineClock
from reelmake.crafts.captions.wrap import Token, first_row, joined, tokens_of

_EACH = 100
"""What one more caption costs, against which everything else is weighed."""
_BREAK = 5
_TOO_SHORT = 400
_TOO_LONG = 60
_TOO_FAST = 6
_PAUSE = 60
"""For each half second of silence inside a caption: what is said next would be read too soon."""


@dataclass(frozen=True)
class Part:
    """One caption's worth of a line: its rows and the frames in which it is heard."""

    rows: tuple[str, ...]
    start: int
    end_exclusive: int


@dataclass(frozen=True)
class Setting:
    """What a line is set in: how wide its rows are, and how much of the first is taken by a name."""

    rules: CaptionRules
    language: str
    limit: int
    taken: int = 0
    every_taken: int = 0
    """Columns taken in every first row: the dash of two who speak at once."""
    rows: int = 2


def parts_of_line(text: str, clock: LineClock, setting: Setting) -> list[Part]:
    """Return a clean line's captions in order; together they hold every character of it."""
    narrow = setting.limit - setting.every_taken
    line = _Line(tokens_of(text, narrow, max(narrow - setting.taken, 2)), clock, setting)
    whole = line.whole()
    if whole is not None and not line.pauses and whole.end_exclusive - whole.start <= setting.rules.longest:
        return [whole]
    return line.best_parts()


class _Line:
    """A line's tokens and what it costs to show a stretch of them as one caption."""

    def __init__(self, tokens: list[Token], clock: LineClock, setting: Setting) -> None:
        self.tokens = tokens
        self.setting = setting
        self._starts = [clock.start_of(token.first) for token in tokens]
        self._ends = [clock.end_of(token.end) for token in tokens]
        self._badness = [0] + [
            break_badness(before.text, after.text, setting.language) for before, after in pairwise(tokens)
        ]
        """How bad it is to break before each token."""
        self._filled = [0, *accumulate(token.columns + token.spaced for token in tokens)]
        """How many columns all tokens before each fill."""
        self._speed = setting.rules.speed("".join(token.text for token in tokens))
        chained = setting.rules.chained
        self.pauses = {
            place: _PAUSE * silence // chained
            for place in range(1, len(tokens))
            if (silence := self._starts[place] - self._ends[place - 1]) >= chained
        }
        """Before which tokens the speaker is silent for a while, and what it costs to read on over that."""

    def best_parts(self) -> list[Part]:
        """Return the captions that cost least together."""
        best: list[tuple[int, int]] = [(0, 0)]
        for end in range(1, len(self.tokens) + 1):
            least = (1 << 60, end - 1)
            for begin in range(end - 1, -1, -1):
                upper = self._upper(begin, end)
                if not upper:
                    break
                cost = best[begin][0] + self._cost(begin, end, upper)
                least = min(least, (cost, begin))
            best.append(least)
        parts: list[Part] = []
        place = len(self.tokens)
        while place:
            begin = best[place][1]
            parts.append(self._part(begin, place, self._upper(begin, place) or place - begin))
            place = begin
        return parts[::-1]

    def whole(self) -> Part | None:
        """Return all of the line as one caption, or None if it is too wide for one."""
        upper = self._upper(0, len(self.tokens))
        return self._part(0, len(self.tokens), upper) if upper else None

    def _upper(self, begin: int, end: int) -> int:
        """Return how many of a stretch of tokens stand in its first row; 0 if it is too wide for one caption."""
        setting = self.setting
        limit = setting.limit - setting.every_taken
        first = limit if begin else max(limit - setting.taken, 2)
        # The count of columns settles most cases; weighing the breaks is the dear part.
        filled = self._filled[end] - self._filled[begin]
        if filled > first + 1 + (limit + 1) * (setting.rows - 1):
            return 0
        if filled - self.tokens[begin].spaced <= first or end == begin + 1:
            return end - begin
        if setting.rows == 1:
            return 0
        return first_row(self.tokens[begin:end], first, limit, self._badness[begin:end])

    def _part(self, begin: int, end: int, upper: int) -> Part:
        rows = [joined(tokens) for tokens in (self.tokens[begin : begin + upper], self.tokens[begin + upper : end])]
        return Part(tuple(filter(None, rows)), self._starts[begin], self._ends[end - 1])

    def _cost(self, begin: int, end: int, upper: int) -> int:
        rules = self.setting.rules
        start = self._starts[begin]
        cost = _EACH + (self._badness[begin + upper] if begin + upper < end else 0)
        if self.pauses:
            cost += sum(silence for place, silence in self.pauses.items() if begin < place < end)
        cost += _TOO_LONG * max(self._ends[end - 1] - start - rules.longest, 0)
        if end < len(self.tokens):
            shown = self._starts[end] - start
            cost += _BREAK * self._badness[end] + (_TOO_SHORT if shown < rules.shortest else 0)
            wide = self._filled[end] - self._filled[begin]
            cost += _TOO_FAST * max(rules.frames_to_read(wide, self._speed) - shown, 0)
        # The last one may stay on into the silence that usually follows: it is never too short.
        return cost
