"""The time of each word of a line: measured times transferred to the written words, or estimated shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from reelmake.documents.voice import WordTime

_WORD = re.compile(r"[^\s、。，．！？；：]*[、。，．！？；：]+|\S+")
_SENTENCE_ENDS = tuple(".!?…。！？؟")
_CLAUSE_ENDS = (",", ";", ":", "—", "–", "、", "，", "；", "：", "،", "؛")
_SENTENCE_PAUSE = 6
_CLAUSE_PAUSE = 3
"""The pause after a sentence or clause, as a number of letters"""


def written_words(text: str) -> list[str]:
    """Return the words of a line as written, with their punctuation. Chinese is split at punctuation."""
    return _WORD.findall(text)


def estimated_words(text: str, milliseconds: int, silences: Sequence[tuple[int, int]] = ()) -> tuple[WordTime, ...]:
    """Distribute a line's time over its words, by their letters and the pauses after them.

    No word is placed in one of the ``silences``.
    """
    words = written_words(text)
    heard = _without_silences(milliseconds, silences)
    spoken = sum(end - start for start, end in heard)
    pauses = [0 if silences or word is words[-1] else _pause(word) for word in words]
    weights = [_letters(word) for word in words]
    whole = max(sum(weights) + sum(pauses), 1)
    result, done = [], 0
    for word, weight, pause in zip(words, weights, pauses, strict=True):
        start, end = spoken * done // whole, spoken * (done + weight) // whole
        result.append(WordTime(text=word, start_ms=_placed(start, heard), end_ms=_placed(end, heard, ends=True)))
        done += weight + pause
    return tuple(result)


def carried_over(text: str, spoken: Sequence[WordTime]) -> tuple[WordTime, ...]:
    """Return the times of a line's written words from the measured times of the spoken words.

    ``3:40`` is spoken as two words and gets the time of both; other words that differ share the time of theirs.
    """
    written = written_words(text)
    if not spoken or not written:
        return ()
    result: list[WordTime] = []
    matcher = SequenceMatcher(None, [_bare(w) for w in written], [_bare(w.text) for w in spoken], autojunk=False)
    for kind, first, last, heard, heard_end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(written[first:last], spoken[heard:heard_end], strict=True)
            result += [word.model_copy(update={"text": text}) for text, word in pairs]
        else:
            begin = spoken[heard].start_ms if heard < len(spoken) else spoken[-1].end_ms
            end = spoken[heard_end - 1].end_ms if heard_end > heard else begin
            result += _shared(written[first:last], begin, end)
    return tuple(result)


def _shared(words: list[str], begin: int, end: int) -> list[WordTime]:
    ends = [0, *accumulate(_letters(word) for word in words)]
    times = [begin + (end - begin) * share // max(ends[-1], 1) for share in ends]
    return [
        WordTime(text=word, start_ms=start, end_ms=stop)
        for word, start, stop in zip(words, times[:-1], times[1:], strict=True)
    ]


def _without_silences(milliseconds: int, silences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for silence in silences for edge in silence), milliseconds]
    heard = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
    return heard or [(0, milliseconds)]


def _placed(spoken: int, heard: list[tuple[int, int]], *, ends: bool = False) -> int:
    """Return the time at which that much speech has passed; with ``ends``, a word ends before a following silence."""
    for start, end in heard:
        if spoken < end - start or (ends and spoken == end - start):
            return start + spoken
        spoken -= end - start
    return heard[-1][1]


def _pause(word: str) -> int:
    if word.endswith(_SENTENCE_ENDS):
        return _SENTENCE_PAUSE
    return _CLAUSE_PAUSE if word.endswith(_CLAUSE_ENDS) else 0


def _letters(word: str) -> int:
    count = sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in word if not unicodedata.combining(char)
    )
    return max(count, 1)


def _bare(word: str) -> str:
    flat = unicodedata.normalize("NFKC", word).casefold()
    return "".join(char for char in flat if char.isalnum()) or flat
