"""What a speech engine has to be, for ``speak`` to use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from reelmake.documents.action import Action
from reelmake.documents.voice import VoiceFile
from reelmake.kernel.errors import Internal

TEXT_FILE = "line.txt"
"""The name under which an action holds the words."""
SOURCES = ("reelmake.crafts.voice.finish", "reelmake.crafts.voice.word_marks")
"""The modules every engine's tool is made with; they are part of its digest."""
NEURAL_SOURCES = (
    *SOURCES,
    *(f"reelmake.crafts.voice.{name}" for name in ("breath_groups", "onnx_session", "phoneme_words")),
)
"""The same for engines that are neural models."""

Register = Literal["low", "high", ""]
"""Where a voice lies, roughly a man's or a woman's; empty: not known, or in between."""


@dataclass(frozen=True)
class EngineVoice:
    """One of an engine's own voices."""

    id: str
    register: Register = ""
    by_name_only: bool = False
    """Whether only characters get it who ask for it: it was made for another language."""
    file: VoiceFile | None = None
    """The project's file it is from; None: the engine's own."""


@dataclass(frozen=True)
class VoiceSettings:
    """How one character sounds: a voice of the engine, and whole percents of it."""

    length_percent: int = 100
    """How long the words take, as nearly as the engine can: 110 speaks about a tenth slower."""
    pitch_percent: int = 100
    """How high the voice lies: 90 is nearly two semitones lower. The length stays about the same."""
    voice: str = ""
    """The engine's voice by its id; empty: its first."""


NOT_SPOKEN_YET = "NOT_SPOKEN_YET"
"""The reason of a ``SpeechFailed`` in a forecast: nobody has tried."""


class SpeechFailed(Internal):
    """An engine could not speak a line. The line is flagged and the episode goes on."""


class Speaker(Protocol):
    """An engine with its model loaded."""

    def speak(self, action: Action, directory: Path) -> None:
        """Leave in ``directory`` the ``out.wav`` (48 kHz, mono, 16 bits) that running ``action`` alone would leave.

        The action's texts lie in the directory. What cannot be spoken is a ``SpeechFailed``.
        """


class Engine(Protocol):
    """A local speech engine. ``action_for`` is cheap and pure; only ``open`` loads anything."""

    name: str
    languages: tuple[str, ...]
    """Primary subtags of the languages it speaks: en, de …"""
    extra: str
    """The extra of reelmake that installs it; empty for one that comes with reelmake."""

    def voices_for(self, language: str) -> tuple[EngineVoice, ...]:
        """Return the voices it has for a language; a character of the canon may be given one by its id.

        At least one of them is not ``by_name_only``.
        """

    def scripts_for(self, language: str) -> tuple[str, ...]:
        """Return the scripts whose letters it reads, as Unicode names of characters begin: LATIN, HIRAGANA …"""

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``; it names all that decides the sound.

        An engine that is not installed raises ``NotFound``.
        """

    def open(self) -> Speaker:
        """Load the model, once for a batch of lines."""
