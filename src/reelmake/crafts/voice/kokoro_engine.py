"""The engine Kokoro: the best voices and the slowest engine; the extra ``voices`` installs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.tools import Tool, python_tool
from reelmake.crafts.voice import kokoro_tool
from reelmake.crafts.voice.finish import SpeechError
from reelmake.crafts.voice.port import (
    NEURAL_SOURCES,
    TEXT_FILE,
    EngineVoice,
    Register,
    Speaker,
    SpeechFailed,
    VoiceSettings,
)
from reelmake.documents.action import Action, FromFile
from reelmake.documents.voice import VoiceFile
from reelmake.kernel.packages import missing_package

_SOURCES = (*NEURAL_SOURCES, "reelmake.crafts.voice.kokoro_phonemes", "reelmake.crafts.voice.voices_file")
_MODELS_OWN = re.compile(r"([abefhijpz])([fm])_")
"""The naming of the model's published voices: the language they were trained on, then f or m."""
_ENGLISH = "ab"
_REGISTERS: dict[str, Register] = {"f": "high", "m": "low"}
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
    return python_tool("kokoro", "reelmake.crafts.voice.kokoro_tool", packages, _SOURCES)


@dataclass(frozen=True)
class OwnVoices:
    """A project's own file of voices, after validation."""

    file: VoiceFile
    names: tuple[str, ...]


def voices_with(own: OwnVoices | None, wheel: Sequence[EngineVoice] = _VOICES) -> tuple[EngineVoice, ...]:
    """Return the voices of a project's own file, followed by the others of the wheel.

    If the file has English voices, characters get the others only by name. A voice whose name does not follow the
    model's naming may be given to any character.
    """
    if own is None:
        return tuple(wheel)
    named = {name: _MODELS_OWN.match(name) for name in own.names}
    voices = [
        EngineVoice(
            name,
            _REGISTERS[found[2]] if found else "",
            by_name_only=found is not None and found[1] not in _ENGLISH,
            file=own.file,
        )
        for name, found in named.items()
    ]
    has_english = not all(voice.by_name_only for voice in voices)
    rest = [EngineVoice(one.id, one.register, by_name_only=has_english) for one in wheel if one.id not in named]
    return (*sorted(voices, key=lambda voice: voice.by_name_only), *rest)


class KokoroEngine:
    """The engine ``kokoro``, with the voices of its wheel and those of a project's own file."""

    name = "kokoro"
    languages: tuple[str, ...] = ("en",)
    extra = "voices"

    def __init__(self, own: OwnVoices | None = None) -> None:
        self._voices = voices_with(own)

    def voices_for(self, _language: str) -> tuple[EngineVoice, ...]:
        """Return its voices. They all speak English, whatever language they were trained on."""
        return self._voices

    def scripts_for(self, _language: str) -> tuple[str, ...]:
        """Return the writing system it reads."""
        return ("LATIN",)

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``.

        The model and the wheel's voices are in its argv, by checksum; the project's own file is an input.
        """
        model = kokoro_tool.installed_model()
        if model is None:
            raise missing_package(kokoro_tool.PACKAGE, self.extra)
        tool = kokoro()
        name = settings.voice or self._voices[0].id
        file = next((voice.file for voice in self._voices if voice.id == name), None)
        argv = kokoro_tool.arguments(model, name, settings.length_percent, settings.pitch_percent, own=bool(file))
        return Action(
            kind="speech",
            recipe=1,
            pipeline=(tool.command(*argv),),
            inputs={kokoro_tool.OWN_VOICES: _input(file)} if file else {},
            texts={TEXT_FILE: text},
            extension="wav",
        )

    def open(self) -> Speaker:
        """Load the model."""
        try:
            return _KokoroSpeaker(kokoro_tool.open_model())
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="ENGINE_FAILED") from error


def _input(file: VoiceFile) -> FromFile:
    return FromFile(digest=file.digest, path=file.path, licence_expires=file.licence.expires)


class _KokoroSpeaker:
    def __init__(self, model: kokoro_tool.Model) -> None:
        self._model = model

    def speak(self, action: Action, directory: Path) -> None:
        try:
            kokoro_tool.speak(self._model, action.pipeline[0].argv, directory)
        except SpeechError as error:
            raise SpeechFailed(str(error), reason="SPEECH_FAILED") from error
