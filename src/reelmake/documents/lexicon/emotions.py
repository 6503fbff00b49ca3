"""Feelings, and the English words that name them in scripts. Voice, faces and camera all use this one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from reelmake.documents.lexicon.words import word_set

Feeling = Literal[
    "neutral",
    "afraid",
    "angry",
    "disgusted",
    "happy",
    "sad",
    "surprised",
    "tender",
    "tired",
    "urgent",
    "whisper",
    "wry",
]
NEUTRAL: Feeling = "neutral"
FEELINGS: tuple[Feeling, ...] = get_args(Feeling)

_WORDS: dict[Feeling, frozenset[str]] = {
    "neutral": word_set("neutral neutrally"),
    "afraid": word_set("""
        afraid scared frightened terrified fearful fearfully nervous nervously anxious anxiously panicked panicking
        trembling shaking shaky worried
    """),
    "angry": word_set("""
        angry angrily furious furiously shouting shouts yelling yells screaming screams bellowing bellows snapping snaps
        bitter bitterly cold coldly hissing hisses hard harshly
    """),
    "disgusted": word_set("disgusted disgustedly disgust revolted sickened repelled repulsed"),
    "happy": word_set("""
        happy happily glad gladly cheerful cheerfully joyful joyfully delighted excited excitedly laughing laughs
        smiling smiles grinning grins beaming amused
    """),
    "sad": word_set("""
        sad sadly crying cries tearful tearfully weeping sobbing sobs broken heartbroken mournful grieving miserable
        choked defeated
    """),
    "surprised": word_set("surprised startled stunned shocked astonished amazed incredulous disbelieving"),
    "tender": word_set("tender tenderly gentle gently soft softly warm warmly kind kindly loving lovingly"),
    "tired": word_set("tired tiredly weary wearily exhausted sleepy sleepily yawning yawns drained"),
    "urgent": word_set(
        "urgent urgently hurried hurriedly quickly fast breathless breathlessly running calling pressing"
    ),
    "whisper": word_set("""
        whisper whispers whispering whispered hushed quiet quietly low murmuring murmurs muttering mutters sotto
    """),
    "wry": word_set("""
        wry wryly dry dryly deadpan sarcastic sarcastically ironic ironically teasing teases light lightly mock smirking
    """),
}
_FEELING_OF: dict[str, Feeling] = {word: feeling for feeling, words in _WORDS.items() for word in words}
_NOUNS: dict[str, Feeling] = {
    "anger": "angry",
    "fear": "afraid",
    "joy": "happy",
    "sadness": "sad",
    "surprise": "surprised",
    "tenderness": "tender",
    "tiredness": "tired",
    "urgency": "urgent",
}
"""Nouns a note may use. In brackets they are not read: (to Joy) addresses somebody."""
_SHOUTED = word_set("shouting shouts yelling yells screaming screams calling bellowing bellows")
_OTHER_DELIVERY = word_set("""
    aside beat beats bored calm calmly continuing continues even evenly flat flatly firm firmly filtered loud louder
    more pause pauses plain plainly reading reads remembering silence simply singing sings slow slowly softer steady
    steadily still subtitled subtitle thinking thoughtful translating finally nodding turning rising off
""")
"""Words that say how or when a line is said, and name no feeling."""


class NamedFeeling(NamedTuple):
    """A feeling as a script names it."""

    feeling: Feeling
    shouted: bool
    """Whether the word that names it also says that the line is shouted."""


def feeling_in(words: Sequence[str], *, nouns: bool = False) -> NamedFeeling | None:
    """Return the first feeling that case-folded words name, with ``nouns`` also as a noun; None when they name none."""
    for word in words:
        feeling = _FEELING_OF.get(word) or (_NOUNS.get(word) if nouns else None)
        if feeling:
            return NamedFeeling(feeling, word in _SHOUTED)
    return None


def is_delivery(words: Sequence[str]) -> bool:
    """Say whether words that name no feeling are known to say how or when a line is said: ``flat``, ``reading``."""
    return not _OTHER_DELIVERY.isdisjoint(words)
