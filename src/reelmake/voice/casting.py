"""Which voice a character has, for as long as the series runs."""

from __future__ import annotations

from reelmake.kernel.digest import digest
from reelmake.voice.port import VoiceSettings

PITCHES = (90, 93, 96, 99, 102, 105, 108, 111, 114)
LENGTHS = (94, 96, 98, 100, 102, 104, 106, 108)
"""Mild on purpose: farther from the engine's own voice the speech no longer sounds like a person's."""


def settings_of(character_id: str) -> VoiceSettings:
    """Return how a character sounds: from the id alone, so that a new face in the cast changes no one's voice."""
    mark = int(digest(("voice", 1, character_id))[:16], 16)
    mark, pitch = divmod(mark, len(PITCHES))
    return VoiceSettings(length_percent=LENGTHS[mark % len(LENGTHS)], pitch_percent=PITCHES[pitch])
