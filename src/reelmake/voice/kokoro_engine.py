"""Kokoro as an engine: the best voices here, and the slowest; ``make voices`` installs it."""

from __future__ import annotations

from pathlib import Path

from reelmake.actions.tools import Tool, python_tool
from reelmake.documents.action import Action
from reelmake.documents.errors import NotFound
from reelmake.voice import kokoro_tool
from reelmake.voice.finishing import SpeechError
from reelmake.voice.port import NEURAL_SOURCES, TEXT_FILE, EngineVoice, Speaker, SpeechFailed, VoiceSettings

_VOICES = (
    EngineVoice("jm_kumo", "low"),
    EngineVoice("jf_alpha", "high"),
    EngineVoice("jf_gongitsune", "high"),
    EngineVoice("jf_nezumi", "high"),
    EngineVoice("jf_tebukuro", "high"),
)


def kokoro() -> Tool:
    """Return the tool that speaks one line."""
    packages = (kokoro_tool.PACKAGE, "piper-tts", "onnxruntime", "numpy")
    return python_tool("kokoro", "reelmake.voice.kokoro_tool", packages, NEURAL_SOURCES)


class KokoroEngine:
    """The engine ``kokoro``."""

    name = "kokoro"
    languages: tuple[str, ...] = ("en",)
    setup = "install it: make voices"

    def voices_for(self, _language: str) -> tuple[EngineVoice, ...]:
        """Return the voices of the wheel."""
        return _VOICES

    def scripts_for(self, _language: str) -> tuple[str, ...]:
        """Return the script it reads."""
        return ("LATIN",)

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``. The model and the voices are in its argv, by checksum."""
        model = kokoro_tool.installed_model()
        if model is None:
            raise NotFound(
                f"the package {kokoro_tool.PACKAGE} is not installed", remedy=self.setup, reason="TOOL_MISSING"
            )
        tool = kokoro()
        voice = settings.voice or _VOICES[0].id
        argv = kokoro_tool.arguments(model, voice, settings.length_percent, settings.pitch_percent)
        return Action(
            kind="speech",
            recipe=1,
            pipeline=(tool.command(*argv),),
            texts={TEXT_FILE: text},
            extension="wav",
        )

    def open(self) -> Speaker:
        """Load the model."""
        try:
            return _KokoroSpeaker(kokoro_tool.open_model())
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="ENGINE_FAILED") from error


class _KokoroSpeaker:
    def __init__(self, model: kokoro_tool.Model) -> None:
        self._model = model

    def speak(self, action: Action, directory: Path) -> None:
        try:
            kokoro_tool.speak(self._model, action.pipeline[0].argv, directory)
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="SPEECH_FAILED") from error
