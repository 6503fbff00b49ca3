"""Finds words in a text even when they are disguised, and not words that only contain them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LEET = str.maketrans("013457@$", "oieastas")
_DISGUISED = re.compile(r"[^\W_]*(?:[^\W\d_][013457@$]|[013457@$][^\W\d_])[\w@$]*")
_APART = re.compile(r"\b(?:[^\W\d_][ .\-*_]){3,}[^\W\d_]\b")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]")


@dataclass(frozen=True)
class Hit:
    """One phrase found in a text, with the positions of its first and last word."""

    phrase: str
    first: int
    last: int
    start: int
    end: int
    text: str
    """The normal form of the text it was found in."""


def normal(text: str) -> str:
    """Return the normal form of a text, without case, accents, digits for letters, and spaced letters."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(
        char for char in folded if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    ).replace("’", "'")
    kept = _DISGUISED.sub(lambda found: found[0].translate(_LEET), kept)
    return _APART.sub(lambda found: re.sub(r"[ .\-*_]", "", found[0]), kept)


def without(text: str, harmless: Sequence[str]) -> str:
    """Return a text with harmless phrases blanked out; offsets stay the same."""
    pattern = _any_of(tuple(harmless))
    return pattern.sub(lambda found: " " * len(found[0]), text) if pattern else text


def find_phrases(text: str, phrases: Sequence[str]) -> list[Hit]:
    """Return where any of the phrases occurs in a normal form."""
    pattern = _any_of(tuple(phrases))
    if pattern is None:
        return []
    found = list(pattern.finditer(text))
    if not found:
        return []
    starts = [word.start() for word in _WORD.finditer(text)]
    return [
        Hit(match[0], _index(starts, match.start()), _index(starts, match.end() - 1), match.start(), match.end(), text)
        for match in found
    ]


def nearby(hit: Hit, others: Iterable[Hit], within: int, *, one_sentence: bool = False) -> Hit | None:
    """Return the first of ``others`` within a number of words of a hit."""
    for other in others:
        between = hit.text[min(hit.end, other.end) : max(hit.start, other.start)]
        if one_sentence and _SENTENCE_END.search(between):
            continue
        if other.first - hit.last <= within and hit.first - other.last <= within:
            return other
    return None


@lru_cache(maxsize=256)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_phrase, ordered)) + r")(?!\w)")


def _phrase(phrase: str) -> str:
    words = normal(phrase.removesuffix("*")).split()
    pattern = r"\s+".join(map(re.escape, words))
    return pattern + (r"\w*" if phrase.endswith("*") else "")


def _index(starts: list[int], position: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, position) - 1
