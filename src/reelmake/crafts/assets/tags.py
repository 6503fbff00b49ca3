"""The words that tell one picture of a subject from another: time of day, inside or outside, framing, feeling."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.documents.lexicon.emotions import FEELINGS
from reelmake.documents.lexicon.picture_words import words_of
from reelmake.documents.lexicon.times_of_day import light_of
from reelmake.documents.shotlist import Framing, Shot

_EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"day", "night", "dawn", "dusk"}),
    frozenset({"int", "ext"}),
    frozenset({"wide", "medium", "closeup"}),
    frozenset(FEELINGS),
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
