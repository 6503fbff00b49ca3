"""The engine Piper: small and fast, one English voice, equal bytes for equal words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reelmake.actions.tools import Tool, python_tool
from reelmake.crafts.voice import piper_tool
from reelmake.crafts.voice.finish import SpeechError
from reelmake.crafts.voice.port import NEURAL_SOURCES, TEXT_FILE, EngineVoice, Speaker, SpeechFailed, VoiceSettings
from reelmake.documents.action import Action
from reelmake.kernel.packages import missing_package


def piper() -> Tool:
    """Return the tool that speaks one line."""
    return python_tool(
        "piper",
        "reelmake.crafts.voice.piper_tool",
        ("piper-tts", "onnxruntime", "numpy"),
        NEURAL_SOURCES,
    )


class PiperEngine:
    """The engine ``piper``."""

    name = "piper"
    languages: tuple[str, ...] = ("en",)
    extra = ""

    def voices_for(self, _language: str) -> tuple[EngineVoice, ...]:
        """Return its only voice."""
        return (EngineVoice("joe", "low"),)

    def scripts_for(self, _language: str) -> tuple[str, ...]:
        """Return the writing system it reads."""
        return ("LATIN",)

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``. The model is in its argv, by checksum."""
        tool, voice = piper(), piper_tool.installed_voice()
        if voice is None:
            raise missing_package(piper_tool.VOICE_PACKAGE)
        argv = piper_tool.arguments(voice, settings.length_percent, settings.pitch_percent)
        return Action(
            kind="speech",
            recipe=2,
            pipeline=(tool.command(*argv),),
            texts={TEXT_FILE: text},
            extension="wav",
        )

    def open(self) -> Speaker:
        """Load the model."""
        try:
            return _PiperSpeaker(piper_tool.open_voice())
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="ENGINE_FAILED") from error


class _PiperSpeaker:
    def __init__(self, voice: Any) -> None:
        self._voice = voice

    def speak(self, action: Action, directory: Path) -> None:
        try:
            piper_tool.speak(self._voice, action.pipeline[0].argv, directory)
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="SPEECH_FAILED") from error
