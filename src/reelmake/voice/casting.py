"""Which voice a character has, for as long as the series runs."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.canon import Canon
from reelmake.documents.canon_facts import SpeechLock
from reelmake.documents.errors import one_line
from reelmake.kernel.digest import digest
from reelmake.voice.port import Engine, VoiceSettings

PITCHES = (90, 93, 96, 99, 102, 105, 108, 111, 114)
LENGTHS = (94, 96, 98, 100, 102, 104, 106, 108)
"""Mild on purpose: farther from the engine's own voice the speech no longer sounds like a person's."""
_APART = 3
"""Percent of pitch by which two voices have to differ to be told apart."""


@dataclass(frozen=True)
class Part:
    """A character's voice, and what to tell when it is not the one that was asked for."""

    settings: VoiceSettings
    flag: str = ""


def settings_of(character_id: str) -> VoiceSettings:
    """Return how a character sounds whom the canon does not know: from the id alone."""
    mark = int(digest(("voice", 1, character_id))[:16], 16)
    mark, pitch = divmod(mark, len(PITCHES))
    return VoiceSettings(length_percent=LENGTHS[mark % len(LENGTHS)], pitch_percent=PITCHES[pitch])


def cast_of(canon: Canon, engine: Engine) -> dict[str, Part]:
    """Return the voice of every character of the canon, no two of them alike while there are pitches left.

    Locked voices come first. Everyone else has the voice the id gives, unless an earlier character of the canon has it:
    then the nearest pitch that is free. So whoever joins at the canon's end changes no one else's voice.
    """
    cast: dict[str, Part] = {}
    taken: list[int] = []
    for character_id, person in canon.characters.items():
        if person.speech is not None:
            cast[character_id] = _locked(character_id, person.speech, engine)
            taken.append(cast[character_id].settings.pitch_percent)
    for character_id in canon.characters:
        if character_id not in cast:
            own = settings_of(character_id)
            pitch = _free(own.pitch_percent, taken)
            taken.append(pitch)
            cast[character_id] = Part(VoiceSettings(own.length_percent, pitch))
    return cast


def _free(wanted: int, taken: list[int]) -> int:
    free = [pitch for pitch in PITCHES if all(abs(pitch - other) >= _APART for other in taken)]
    return min(free, key=lambda pitch: (abs(pitch - wanted), pitch), default=wanted)


def _locked(character_id: str, lock: SpeechLock, engine: Engine) -> Part:
    own = settings_of(character_id)
    length = own.length_percent if lock.rate is None else min(120, max(80, (10_000 + lock.rate // 2) // lock.rate))
    settings = VoiceSettings(length, own.pitch_percent if lock.pitch is None else lock.pitch)
    if lock.engine and lock.engine != engine.name:
        asked = f"engine {one_line(lock.engine, 40)} is not the one that speaks here"
    elif lock.id and lock.id not in engine.voices:
        asked = f"engine {engine.name} has no voice {one_line(lock.id, 60)}; it has {', '.join(engine.voices)}"
    else:
        return Part(settings)
    return Part(settings, f"{asked}; a voice of {engine.name} stands in")
