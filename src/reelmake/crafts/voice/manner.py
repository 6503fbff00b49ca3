"""How a line is said: the pace and pitch of its feeling."""

from __future__ import annotations

from reelmake.crafts.voice.port import VoiceSettings
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.spoken import SpokenPart

SLOWEST, FASTEST = 120, 80
_PERCENT: dict[Feeling, tuple[int, int]] = {
    "neutral": (100, 100),
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
}
"""Length and pitch of each feeling, in percent of how the character usually speaks."""
_SHOUTED = (96, 109)
"""A shouted line sounds like this, whatever the speaker feels."""


def settings_for(part: SpokenPart, usual: VoiceSettings) -> VoiceSettings:
    """Return how a character says one line, given how they usually speak."""
    length, pitch = _SHOUTED if part.is_shouted else _PERCENT[part.feeling]
    return VoiceSettings(
        _within(usual.length_percent * length // 100), _within(usual.pitch_percent * pitch // 100), usual.voice
    )


def _within(percent: int) -> int:
    return min(SLOWEST, max(FASTEST, percent))
