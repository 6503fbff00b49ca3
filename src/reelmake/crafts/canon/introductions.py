"""Finds ages in introductions: ``LEON, 61,``, ``LEON (60s)``, ``LEON, a 61-year-old``, ``LEON, sixty-one,``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ONES = "one two three four five six seven eight nine".split()  # noqa: SIM905
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WORDS = {word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)}
_WORDS |= {ten: 10 * number for number, ten in enumerate(_TENS, start=2)}
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS for one in _ONES}
_DECADES = {f"{ten[:-1]}ies": 10 * number for number, ten in enumerate(_TENS, start=2)}
_SPELLED = "|".join(sorted((word.replace("-", r"[\s-]") for word in _WORDS), key=lambda word: (-len(word), word)))
_END = r"(?=\s*(?:[,.;:)!—–]|-year|$))"
_AGE = (
    rf"(?:(?:,\s*|\s*\(\s*)(?:(?P<number>[0-9]{{1,3}}){_END}|(?P<word>{_SPELLED}){_END}"
    rf"|(?:early|mid|late)?[\s-]*(?:(?P<decade>[1-9]0)['’]?s|(?P<spelled>{'|'.join(_DECADES)})){_END})"
    r"|,?\s+(?:is\s+|an?\s+)?(?P<years>[0-9]{1,3})[\s-]years?[\s-]old\b)"
)


class Introduction(NamedTuple):
    """A name with an age: ``61``, or ``60s`` if only the decade is given."""

    start: int
    name: str
    age: str


class Introductions:
    """Finds the ages that a text gives to people with known names."""

    def __init__(self, names: Iterable[str]) -> None:
        spelled = sorted(names, key=lambda name: (-len(name), name))
        pattern = rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, spelled))}){_AGE}"
        self._pattern = re.compile(pattern, re.MULTILINE | re.IGNORECASE) if spelled else None

    def find(self, text: str) -> Iterator[Introduction]:
        """Yield each introduction of a text."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            words = re.sub(r"\s+", "-", found["word"].lower()) if found["word"] else ""
            exact = found["number"] or found["years"] or (str(_WORDS[words]) if words else "")
            decade = found["decade"] or (_DECADES[found["spelled"].lower()] if found["spelled"] else "")
            yield Introduction(found.start(), found["name"], exact or f"{decade}s")
