"""The interface of speech engines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from reelmake.documents.action import Action
from reelmake.documents.voice import VoiceFile
from reelmake.kernel.errors import Internal

TEXT_FILE = "line.txt"
"""The name of the action's text with the words."""
SOURCES = ("reelmake.crafts.voice.finish", "reelmake.crafts.voice.word_marks")
"""Modules that every engine's tool imports; they are part of its digest."""
NEURAL_SOURCES = (
    *SOURCES,
    *(f"reelmake.crafts.voice.{name}" for name in ("breath_groups", "onnx_session", "phoneme_words")),
)
"""The same for tools of neural models."""

Register = Literal["low", "high", ""]
"""Low like most men's voices, or high like most women's; empty if unknown or in between."""


@dataclass(frozen=True)
class EngineVoice:
    """One of an engine's own voices."""

    id: str
    register: Register = ""
    by_name_only: bool = False
    """Whether only characters that name it get it, because it was made for another language."""
    file: VoiceFile | None = None
    """The project's file that has it; None for the engine's own voice."""


@dataclass(frozen=True)
class VoiceSettings:
    """A voice of the engine, and its length and pitch in percent."""

    length_percent: int = 100
    """The length of the words, as exactly as the engine can: 110 is about a tenth slower."""
    pitch_percent: int = 100
    """The pitch: 90 is nearly two semitones lower, at about the same length."""
    voice: str = ""
    """The id of the engine's voice; empty for its first."""


NOT_SPOKEN_YET = "NOT_SPOKEN_YET"
"""The reason of a ``SpeechFailed`` in an estimate: the line was not spoken yet."""


class SpeechFailed(Internal):
    """An engine could not speak a line. The line gets a flag, and the episode goes on."""


class Speaker(Protocol):
    """An engine with its model loaded."""

    def speak(self, action: Action, directory: Path) -> None:
        """Leave in ``directory`` the ``out.wav`` (48 kHz, mono, 16 bits) that running ``action`` alone would leave.

        The directory has the action's texts. Raise ``SpeechFailed`` for a line that cannot be spoken.
        """


class Engine(Protocol):
    """A local speech engine. ``action_for`` is cheap and pure; only ``open`` loads the model."""

    name: str
    languages: tuple[str, ...]
    """The primary subtags of its languages: en, de …"""
    extra: str
    """The extra of reelmake that installs it; empty if it is installed with reelmake."""

    def voices_for(self, language: str) -> tuple[EngineVoice, ...]:
        """Return its voices for a language; at least one of them is not ``by_name_only``."""

    def scripts_for(self, language: str) -> tuple[str, ...]:
        """Return the writing systems it reads, as first words of Unicode names: LATIN, HIRAGANA …"""

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``, with everything that decides the sound.

        Raise ``NotFound`` if the engine is not installed.
        """

    def open(self) -> Speaker:
        """Load the model, once for a batch of lines."""
