"""What a parenthetical says of a line's feeling, and what a scene's feelings make of its mood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reelmake.crafts.shots.english import PAUSES
from reelmake.documents.lexicon.emotions import EMOTIONS

NEUTRAL = "neutral"

STRONG = frozenset(EMOTIONS) - {"wry", "tired"}
"""Feelings that bring the camera close."""

_EMOTION_OF = {word: emotion for emotion, words in EMOTIONS.items() for word in words}
_WORD = re.compile(r"[^\W\d_]+")

_MOOD_OF_EMOTION = {
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
MOODS = tuple(sorted({CALM, *_MOOD_OF_EMOTION.values(), *_MOOD_OF_TIME.values()}))


def emotion_of(parenthetical: str) -> str:
    """Return the canonical emotion a parenthetical names, or nothing when it names none."""
    return next((_EMOTION_OF[word] for word in _words(parenthetical) if word in _EMOTION_OF), "")


def beats_in(parenthetical: str) -> int:
    """Return how many beats of silence a parenthetical asks for: (beat) one, (a long pause) two."""
    words = _words(parenthetical)
    if not any(word in PAUSES for word in words):
        return 0
    return 2 if "long" in words or "two" in words else 1


def is_pause(action: str) -> bool:
    """Say whether an action line is nothing but a pause: ``Beat.`` or ``A long silence.``"""
    words = set(_words(action))
    return bool(words & PAUSES) and words <= PAUSES | {"a", "long", "two"}


def mood_of(emotions: Iterable[str], time_of_day: str) -> str:
    """Return a scene's mood: that of its most frequent feeling, or else of its hour."""
    felt = Counter(emotion for emotion in emotions if emotion in _MOOD_OF_EMOTION)
    if felt:
        # Ties fall to the feeling that comes first in the scene: Counter keeps the order of arrival.
        return _MOOD_OF_EMOTION[felt.most_common(1)[0][0]]
    return next((_MOOD_OF_TIME[word] for word in _words(time_of_day) if word in _MOOD_OF_TIME), CALM)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
