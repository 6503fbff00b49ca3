"""The moods music is written for: mode, pace and instruments of each, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """How a mood sounds.

    Every mood is a mode of one scale, that of the episode's key: ``tonic`` says how many semitones above the key the
    mode begins. So the cues of an episode share their seven notes, and one fades into the next without a wrong note.
    """

    name: str
    tonic: int
    bpm: int
    beats: int
    """Beats of a bar."""
    progressions: tuple[tuple[int, ...], ...]
    """Degrees of the mode, one chord a bar; the first is home."""
    floor: int
    """Lowest note of the chords, as a MIDI number."""
    levels: tuple[tuple[str, int], ...]
    """How loud each instrument plays, 0 to 100; one that is not named is silent."""
    figure: tuple[int, ...]
    """Which note of the chord is played on each eighth of a bar; -1 rests."""
    tune: int
    """In how many of four phrases there is a melody."""

    def level(self, instrument: str) -> int:
        return dict(self.levels).get(instrument, 0)


SCALE = (0, 2, 4, 5, 7, 9, 11)
"""The key's own notes, in semitones."""

MOODS: dict[str, Mood] = {
    mood.name: mood
    for mood in (
        Mood(
            *("calm", 0, 66, 4, ((0, 5, 3, 4), (0, 2, 3, 0), (0, 3, 0, 4)), 55),
            *((("pad", 62), ("piano", 50), ("bass", 34)), (0, -1, 1, -1, 2, -1, 1, -1), 1),
        ),
        Mood(
            *("melancholy", 9, 56, 4, ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 4)), 50),
            *((("pad", 50), ("piano", 72), ("bass", 40)), (0, 1, 2, 1, 3, 2, 1, -1), 2),
        ),
        Mood(
            *("tense", 4, 92, 4, ((0, 0, 1, 0), (0, 1, 0, 6), (0, 5, 1, 0)), 43),
            *((("pad", 66), ("pulse", 74), ("bass", 56)), (0, 0, 0, 0, 0, 0, 0, 0), 0),
        ),
        Mood(
            *("warm", 0, 72, 3, ((0, 3, 5, 3), (0, 4, 3, 0), (5, 3, 0, 4)), 53),
            *((("pad", 56), ("piano", 66), ("bass", 44)), (0, 2, 1, 3, 2, 1), 2),
        ),
        Mood(
            *("mysterious", 2, 60, 4, ((0, 3, 0, 6), (0, 1, 0, 3), (0, 6, 3, 0)), 50),
            *((("pad", 60), ("bell", 58), ("bass", 46)), (0, -1, -1, 2, -1, -1, 3, -1), 1),
        ),
        Mood(
            *("playful", 7, 112, 4, ((0, 3, 6, 0), (0, 0, 3, 4), (0, 6, 3, 0)), 60),
            *((("pluck", 78), ("pad", 22), ("bass", 40)), (0, -1, 2, 1, -1, 3, 2, -1), 3),
        ),
        Mood(
            *("bright", 5, 104, 4, ((0, 1, 4, 0), (0, 4, 1, 0), (0, 5, 1, 4)), 62),
            *((("pluck", 58), ("piano", 56), ("pad", 44), ("bass", 42)), (0, 1, 2, 3, 2, 1, 2, 3), 3),
        ),
        Mood(
            *("hopeful", 0, 80, 4, ((3, 4, 0, 5), (0, 4, 5, 3), (3, 0, 4, 5)), 57),
            *((("pad", 60), ("piano", 64), ("bell", 22), ("bass", 40)), (0, 2, 3, 2, 1, 2, 3, 2), 2),
        ),
    )
}
DEFAULT = "calm"

_LIKE: dict[str, str] = {
    "calm": "peaceful quiet serene gentle still neutral relaxed soft ambient dreamy",
    "melancholy": "sad sorrow sorrowful sorrowing grief mournful wistful lonely nostalgic bittersweet blue tragic",
    "tense": "suspense suspenseful danger dark angry fear afraid urgent action thriller horror menacing ominous",
    "warm": "tender romantic love loving intimate cosy cozy kind",
    "mysterious": "mystery eerie strange uncanny whisper secret noir magical",
    "playful": "funny comic comedy light quirky mischievous wry silly",
    "bright": "happy joyful joy cheerful triumphant celebration upbeat excited",
    "hopeful": "hope uplifting inspiring optimistic dawn heroic",
}
_NAMED = {word: mood for mood, words in _LIKE.items() for word in (mood, *words.split())}


def mood_named(name: str) -> Mood | None:
    """Return the mood a name means, by any word in it that is known; None when none is."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return next((MOODS[_NAMED[word]] for word in words if word in _NAMED), None)
