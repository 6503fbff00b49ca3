"""The words that describe a picture in headings and file names, in a common form."""

from __future__ import annotations

import re

from reelmake.documents.lexicon.times_of_day import LIGHTS, light_of

_SAME: dict[str, str] = {
    # File names may use the English times of day only: a price-tag is not a day ("Tag" in German).
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
    """Return the words of part of a heading, or of a file name, in their common form, each once."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return tuple(dict.fromkeys(_SAME.get(word, word) for word in found))


def time_of_day(text: str) -> str:
    """Return day, night, dawn or dusk for a heading in any known language; day when it names none."""
    return light_of(text) or "day"
