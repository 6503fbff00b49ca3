"""Whether English word lists apply to a text. Where they do not, their users must say so and report nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reelmake.documents.script import ElementKind, Script
from reelmake.documents.spoken import spoken_parts

_WORD = re.compile(r"[^\W\d_]+")
_COMMONEST = frozenset("the and you it is of to that not he she we they what this".split())  # noqa: SIM905
_ENOUGH = 60
_SHARE = 5
"""Percentage of very common English words below which a text is not English; English has at least three times that"""
_LATIN_ENDS = "\u024f"


def is_english(tag: str) -> bool:
    """Say whether a BCP 47 tag denotes English."""
    return tag.strip().casefold().partition("-")[0] in ("en", "eng")


def words_of_script(script: Script) -> Iterator[str]:
    """Yield the dialogue and the action of a script."""
    yield from (part.text for part in spoken_parts(script))
    yield from (
        element.words for scene in script.scenes for element in scene.elements if element.kind is ElementKind.ACTION
    )


def why_unreadable(language: str, texts: Iterable[str]) -> str:
    """Return why English word lists do not apply to a script, as a clause; empty when they apply.

    ``language`` is the series' configured language, which may be wrong; ``texts`` are its dialogue and action.
    """
    if not is_english(language):
        return f"this series is in {language!r}"
    words = [word.casefold() for text in texts for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    if sum(char > _LATIN_ENDS for word in words for char in word) * 2 > letters:
        return "most of it is in other letters"
    if len(words) >= _ENOUGH and sum(word in _COMMONEST for word in words) * 100 < len(words) * _SHARE:
        return "hardly a word of it is English"
    return ""
