"""Words of a text, and sets of words that lexicons are made of."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: lexicons are written as plain text and stay readable."""
    return frozenset(text.split())


def words_in(text: str) -> list[str]:
    """Return the words of a text in order, case-folded; digits and punctuation are no words."""
    return [word.casefold() for word in _WORD.findall(text)]
