"""The words that tell one picture of a subject from another: time of day, inside or outside, framing, feeling."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reelmake.documents.hours import LIGHTS, light_of
from reelmake.documents.shotlist import Framing, Shot

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
_EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"day", "night", "dawn", "dusk"}),
    frozenset({"int", "ext"}),
    frozenset({"wide", "medium", "closeup"}),
    frozenset(
        [
            "neutral",
            "happy",
            "sad",
            "angry",
            "afraid",
            "tender",
            "whisper",
            "urgent",
            "surprised",
            "wry",
            "tired",
            "disgusted",
        ],
    ),
)
"""Groups of words of which one rules out the others."""
_FRAMING: dict[Framing, str] = {
    Framing.EXTREME_WIDE: "wide",
    Framing.WIDE: "wide",
    Framing.MEDIUM: "medium",
    Framing.MEDIUM_CLOSE: "medium",
    Framing.CLOSE_UP: "closeup",
    Framing.INSERT: "closeup",
}


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a heading's part or a file's name in their common form, each once."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return tuple(dict.fromkeys(_SAME.get(word, word) for word in found))


def time_of_day(text: str) -> str:
    """Return day, night, dawn or dusk for what a heading says, in any language it knows; day when it says none."""
    return light_of(text) or "day"


def shot_tags(shot: Shot) -> frozenset[str]:
    """Return the words a picture made for this very shot would carry."""
    framing = (_FRAMING[shot.framing],) if shot.framing in _FRAMING else ()
    texts = (light_of(shot.time_of_day) or "", shot.time_of_day, shot.setting, shot.emotion, shot.mood)
    return frozenset(framing) | {word for text in texts for word in words_of(text)}


def fit(wanted: Iterable[str], tags: Iterable[str]) -> int:
    """Return how well a picture's tags suit: up for each wanted word, down as much for each that rules one out.

    A word that narrows what nobody asked about counts half against: where no light is asked for, a plain picture goes
    before one of the night.
    """
    asked = frozenset(wanted)
    score = 0
    for tag in words_of(" ".join(tags)):
        if tag in asked:
            score += 2
            continue
        for group in _EXCLUSIVE:
            if tag in group:
                score -= 2 if group & asked else 1
    return score
