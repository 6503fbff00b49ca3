"""The words by which headings and file names describe a picture, in their common form."""

from __future__ import annotations

import re

from reelmake.documents.lexicon.times_of_day import LIGHTS, light_of

_SAME: dict[str, str] = {
    # Of files' names only the English hours are known: a price-tag is no day.
    **{
        word: LIGHTS[word]
        for word in ["midnight", "noon", "midday", "afternoon", "morning", "sunrise", "evening", "sunset", "twilight"]
    },
    "interior": "int",
    "inside": "int",
    "exterior": "ext",
    "outside": "ext",
    "close": "closeup",
    "cu": "closeup",
    "face": "closeup",
    "establishing": "wide",
    "master": "wide",
}


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a heading's part or a file's name in their common form, each once."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return tuple(dict.fromkeys(_SAME.get(word, word) for word in found))


def time_of_day(text: str) -> str:
    """Return day, night, dawn or dusk for what a heading says, in any language it knows; day when it says none."""
    return light_of(text) or "day"
