"""Tags that distinguish pictures of one subject: time of day, inside or outside, framing, feeling."""

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
"""Groups of words that exclude each other."""
_FRAMING: dict[Framing, str] = {
    Framing.EXTREME_WIDE: "wide",
    Framing.WIDE: "wide",
    Framing.MEDIUM: "medium",
    Framing.MEDIUM_CLOSE: "medium",
    Framing.CLOSE_UP: "closeup",
    Framing.INSERT: "closeup",
}


def shot_tags(shot: Shot) -> frozenset[str]:
    """Return the tags that a picture made for exactly this shot would have."""
    framing = (_FRAMING[shot.framing],) if shot.framing in _FRAMING else ()
    texts = (light_of(shot.time_of_day) or "", shot.time_of_day, shot.setting, shot.emotion, shot.mood)
    return frozenset(framing) | {word for text in texts for word in words_of(text)}


def tag_score(wanted: Iterable[str], tags: Iterable[str]) -> int:
    """Return how well a picture's tags match: +2 for each wanted tag, -2 for each tag that excludes a wanted one.

    A tag from a group in which nothing is wanted counts -1: if no light is wanted, an untagged picture is preferred to
    one tagged ``night``.
    """
    wanted_tags = frozenset(wanted)
    score = 0
    for tag in words_of(" ".join(tags)):
        if tag in wanted_tags:
            score += 2
            continue
        for group in _EXCLUSIVE:
            if tag in group:
                score -= 2 if group & wanted_tags else 1
    return score
