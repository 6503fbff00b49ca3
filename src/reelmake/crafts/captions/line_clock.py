"""Which frame of an episode each character of a line is heard in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.documents.voice import WordTime
from reelmake.documents.word_timing import estimated_words
from reelmake.kernel.frames import Rate


@dataclass(frozen=True)
class LineClock:
    """A line's characters, spaces not counted, against frames.

    ``firsts`` are the numbers of the first characters of its words, one more for the end; word ``i`` is heard from
    ``starts[i]`` until before ``ends[i]``.
    """

    firsts: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def start_of(self, character: int) -> int:
        """Return the frame in which a character begins."""
        word = bisect_right(self.firsts, character, hi=len(self.starts)) - 1
        return self._inside(word, character)

    def end_of(self, character: int) -> int:
        """Return the frame before which everything before a character has been said."""
        word = bisect_right(self.firsts, max(character - 1, 0), hi=len(self.starts)) - 1
        return self._inside(word, character)

    def _inside(self, word: int, character: int) -> int:
        start, end = self.starts[word], self.ends[word]
        first, last = self.firsts[word], self.firsts[word + 1]
        return start + (end - start) * (character - first) // max(last - first, 1)


def line_clock(text: str, start: int, end_exclusive: int, rate: Rate, words: Sequence[WordTime]) -> LineClock:
    """Return the clock of a line that is heard in these frames; words that are not its own are estimated instead."""
    bare = "".join(text.split())
    if "".join("".join(word.text.split()) for word in words) != bare:
        words = estimated_words(text, rate.milliseconds(end_exclusive - start))
    firsts, place = [0], 0
    for word in words:
        place += len("".join(word.text.split()))
        firsts.append(place)
    top, bottom = rate.value.numerator, 1000 * rate.value.denominator
    starts = [min(start + word.start_ms * top // bottom, end_exclusive) for word in words]
    ends = [min(start - (-word.end_ms * top // bottom), end_exclusive) for word in words]
    return LineClock(tuple(firsts), tuple(starts), tuple(map(max, starts, ends)))
