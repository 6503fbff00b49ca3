"""Maps each character of a line to the frame of the episode in which it is heard."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.documents.voice import WordTime
from reelmake.documents.word_timing import estimated_words
from reelmake.kernel.frames import Rate


@dataclass(frozen=True)
class LineClock:
    """Maps a line's characters, not counting spaces, to frames.

    ``first_characters`` are the indexes of its words' first characters, followed by the number of all characters. Word
    ``i`` is heard from ``starts[i]`` until before ``ends[i]``.
    """

    first_characters: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def start_of(self, character: int) -> int:
        """Return the frame in which a character starts to be heard."""
        word = bisect_right(self.first_characters, character, hi=len(self.starts)) - 1
        return self._inside(word, character)

    def end_of(self, character: int) -> int:
        """Return the frame at which everything before a character has been spoken."""
        word = bisect_right(self.first_characters, max(character - 1, 0), hi=len(self.starts)) - 1
        return self._inside(word, character)

    def _inside(self, word: int, character: int) -> int:
        start, end = self.starts[word], self.ends[word]
        first, last = self.first_characters[word], self.first_characters[word + 1]
        return start + (end - start) * (character - first) // max(last - first, 1)


def line_clock(text: str, start: int, end_exclusive: int, rate: Rate, words: Sequence[WordTime]) -> LineClock:
    """Return the clock of a line heard in these frames; if ``words`` do not match its text, times are estimated."""
    bare = "".join(text.split())
    if "".join("".join(word.text.split()) for word in words) != bare:
        words = estimated_words(text, rate.milliseconds(end_exclusive - start))
    first_characters, place = [0], 0
    for word in words:
        place += len("".join(word.text.split()))
        first_characters.append(place)
    top, bottom = rate.value.numerator, 1000 * rate.value.denominator
    starts = [min(start + word.start_ms * top // bottom, end_exclusive) for word in words]
    ends = [min(start - (-word.end_ms * top // bottom), end_exclusive) for word in words]
    return LineClock(tuple(first_characters), tuple(starts), tuple(map(max, starts, ends)))
