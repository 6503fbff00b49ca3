"""How a line is said: the pace and pitch of a feeling, from the bracket or the note before the words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelmake.crafts.voice.port import VoiceSettings
from reelmake.documents.lexicon.emotions import EMOTIONS, word_set
from reelmake.documents.spoken import SpokenPart

SLOWEST, FASTEST = 120, 80
_MANNERS: dict[str, tuple[int, int]] = {
    "afraid": (93, 106),
    "angry": (95, 104),
    "disgusted": (103, 96),
    "happy": (96, 105),
    "sad": (111, 95),
    "surprised": (97, 107),
    "tender": (106, 98),
    "tired": (113, 95),
    "urgent": (87, 103),
    "whisper": (106, 97),
    "wry": (103, 99),
    "shout": (96, 109),
}
"""Length and pitch of each feeling, in percent of how the character usually speaks."""
_SHOUTING = word_set("shouting shouts yelling yells screaming screams calling bellowing")
_EMOTION_OF = {word: emotion for emotion, words in EMOTIONS.items() for word in (emotion, *words)}
_EMOTION_OF |= dict.fromkeys(_SHOUTING, "shout")
_NO_FEELING = word_set(
    """
    aside beat beats bored calm calmly continuing continues even evenly flat flatly firm firmly filtered laughs loud
    louder more neutral pause pauses plain plainly reading reads remembering silence simply singing sings slow slowly
    softer steady steadily still subtitled subtitle thinking thoughtful translating finally nodding turning rising off
    """
)
"""Words in brackets that say how or when a line is said, and no feeling."""
_TAG = re.compile(r"\s*\[?\[?\s*(?:emotion|voice)\s*:(.*?)\]?\]?\s*", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Manner:
    """A feeling the voice follows, and the word that was meant for one and is not known."""

    emotion: str = ""
    unknown: str = ""

    def of(self, usual: VoiceSettings) -> VoiceSettings:
        """Return how a character who usually speaks so speaks now."""
        length, pitch = _MANNERS.get(self.emotion, (100, 100))
        return VoiceSettings(
            _within(usual.length_percent * length // 100),
            _within(usual.pitch_percent * pitch // 100),
        )


def manner_of(part: SpokenPart) -> Manner:
    """Return how a part is said: the last feeling that its speech has named so far."""
    manner = Manner()
    for before in part.element.parts[: part.part]:
        tag = _TAG.fullmatch(before.text) if before.kind == "note" else None
        if before.kind != "parenthetical" and tag is None:
            continue
        words = [word.casefold() for word in _WORD.findall(tag[1] if tag else before.text)]
        emotion = next((_EMOTION_OF[word] for word in words if word in _EMOTION_OF), "")
        if emotion:
            manner = Manner(emotion)
        elif words and (tag or len(words) == 1) and not _NO_FEELING & set(words):
            manner = Manner(manner.emotion, " ".join(words)[:40])
    return manner


def _within(percent: int) -> int:
    return min(SLOWEST, max(FASTEST, percent))
