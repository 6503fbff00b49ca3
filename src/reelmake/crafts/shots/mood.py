"""A scene's mood, from its people's feelings or its time of day; and the feelings that bring the camera close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reelmake.documents.lexicon.emotions import FEELINGS, NEUTRAL, Feeling
from reelmake.documents.lexicon.words import words_in

STRONG: frozenset[Feeling] = frozenset(FEELINGS) - {NEUTRAL, "wry", "tired"}
"""Feelings that bring the camera close."""

_MOOD_OF_FEELING: dict[Feeling, str] = {
    "happy": "bright",
    "sad": "melancholy",
    "angry": "tense",
    "afraid": "tense",
    "urgent": "tense",
    "tender": "warm",
    "whisper": "mysterious",
    "wry": "playful",
    "surprised": "bright",
    "disgusted": "tense",
    "tired": "melancholy",
}
_MOOD_OF_TIME = {
    "midnight": "mysterious",
    "dusk": "melancholy",
    "sunset": "melancholy",
    "evening": "warm",
    "dawn": "hopeful",
    "sunrise": "hopeful",
    "morning": "hopeful",
}
CALM = "calm"


def mood_of(feelings: Iterable[Feeling], time_of_day: str) -> str:
    """Return a scene's mood: that of its most frequent feeling, or else of its time of day."""
    felt = Counter(feeling for feeling in feelings if feeling in _MOOD_OF_FEELING)
    if felt:
        # Ties go to the feeling that comes first in the scene: Counter keeps the order of arrival.
        return _MOOD_OF_FEELING[felt.most_common(1)[0][0]]
    return next((_MOOD_OF_TIME[word] for word in words_in(time_of_day) if word in _MOOD_OF_TIME), CALM)
