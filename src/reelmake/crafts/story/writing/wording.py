"""Builds words and sentences: articles, capitals, details of a description, facts of a beat."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PIECES = re.compile(r"[.;:!?]\s+|,\s+(?:and\s+)?|\.$")
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|would|can|will|reads|owns|bought|left|wrote|likes|never|always"
    r"|keeps|knows|runs|lives|works|came|who|which|that|because|since|for|asks|says|speaks|wants|gets|seen|not|every|lit|past|mostly|deaf|blind|himself|herself|they)\b",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"\b(?:tells?|says?|admits?|confesses|explains?|announces?|learns?|discovers?|realises?|finds out|hears?|reveals?"
    r"|knows?)\b[^,.]*?\bthat\b\s+(.+?)[.]?$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"a|an|the|to|of|in|on|at|for|and|or|but|that|it|is|as|by|from|with", re.IGNORECASE)
_LOOSE = re.compile(r"(?:at|in|on|from|with|of|to|by|and|or|but|as)\b", re.IGNORECASE)
_MASS = re.compile(r"bread|coffee|water|music|paint|rope|money|milk|salt|paper|soap|sugar|string|rain", re.IGNORECASE)


def details(description: str) -> tuple[str, ...]:
    """Return the visible details of a person or place: short phrases of the description without a verb."""
    found = []
    for piece in _PIECES.split(" ".join(description.split())):
        words = piece.split()
        if 2 <= len(words) <= 8 and not _VERBS.search(piece) and not _LOOSE.match(piece) and piece not in found:
            found.append(piece if piece[1:2].isupper() else piece[0].lower() + piece[1:])
    return tuple(found)


def with_article(noun: str, *, capital: bool = False) -> str:
    """Return a singular noun with a or an; with some for a mass noun."""
    article = "an" if noun[:1].casefold() in "aeiou" else "a"
    if _MASS.fullmatch(noun.rsplit(maxsplit=1)[-1]):
        article = "some"
    return f"{article.capitalize() if capital else article} {noun}"


def sentence(text: str) -> str:
    """Return the text with a capital at its start and a stop at its end."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?…—”\"'" else f"{text}."


def short_title(logline: str) -> str:
    """Return a title made of the first words of a logline."""
    words = [word.strip(".,;:!?“”\"'") for word in logline.split()][:5]
    while len(words) > 1 and _SMALL.fullmatch(words[-1]):
        words.pop()
    return " ".join(
        word if index and _SMALL.fullmatch(word) else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )


def fact_in(what: str) -> str:
    """Return the fact that a beat states: “Dobrev tells Leon that …”; empty where there is none."""
    found = _FACT.search(what.strip())
    return sentence(found[1]) if found else ""


def shown_name(name: str) -> str:
    """Return a cue's name as prose writes it: LEON TOTH becomes Leon Toth, McCLURE stays."""
    return " ".join(word.capitalize() if word.isupper() else word for word in name.split())


def halves(fact: str, *, sentences: bool) -> tuple[str, str]:
    """Split a fact in two, after its first sentence or between two words in the middle."""
    if sentences:
        head, stop, tail = fact.partition(". ")
        return (head + stop.strip(), tail) if tail else (fact, "")
    words = fact.split()
    middle = len(words) // 2
    # Never after punctuation, where nothing is cut off, nor after a small word, where nobody breaks off.
    usable = [
        cut
        for cut in range(2, len(words) - 1)
        if words[cut - 1][-1] not in ".!?,;:—" and not _SMALL.fullmatch(words[cut - 1])
    ]
    if len(words) < 6 or not usable:
        return fact, ""
    cut = min(usable, key=lambda one: abs(one - middle))
    return " ".join(words[:cut]), " ".join(words[cut:])


def listed(names: Iterable[str]) -> str:
    """Return people as one phrase: A, B and C."""
    *first, last = list(names)
    # Where a description has a comma itself, semicolons separate the people.
    sign = "; " if any("," in name for name in [*first, last]) else ", "
    return f"{sign.join(first)} and {last}" if first and sign == ", " else sign.join([*first, last])
