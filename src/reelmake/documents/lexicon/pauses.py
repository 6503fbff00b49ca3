"""The English words by which a script asks for silence: ``(beat)``, ``(a long pause)``, ``Two beats.``"""

from __future__ import annotations

from collections.abc import Collection

from reelmake.documents.lexicon.words import word_set

PAUSES = word_set("beat beats pause pauses pausing silence")
_LONG = word_set("long two")


def beats_in(words: Collection[str]) -> int:
    """Return how many beats of silence some words ask for: one, or two for a long pause; 0 when they ask for none."""
    if PAUSES.isdisjoint(words):
        return 0
    return 1 if _LONG.isdisjoint(words) else 2


def is_only_a_pause(words: Collection[str]) -> bool:
    """Say whether words ask for silence and for nothing else: ``Beat.`` or ``A long silence.``"""
    return beats_in(words) > 0 and PAUSES | _LONG | {"a"} >= set(words)
