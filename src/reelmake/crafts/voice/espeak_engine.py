"""The engine espeak-ng: robotic and small, with many languages and voices; the last fallback."""

from __future__ import annotations

from pathlib import Path

from reelmake.actions.pipeline import run_pipeline
from reelmake.actions.tools import Tool, python_tool
from reelmake.crafts.voice import espeak_tool
from reelmake.crafts.voice.port import SOURCES, TEXT_FILE, EngineVoice, Register, Speaker, SpeechFailed, VoiceSettings
from reelmake.documents.action import Action
from reelmake.kernel.errors import Internal

_NAMES = {"en": "en-us", "pt": "pt-br", "no": "nb", "zh": "cmn"}
"""The library's names of languages, where they differ from the subtag."""
_SCRIPTS = {
    **dict.fromkeys(("bg", "ru", "uk"), ("CYRILLIC", "LATIN")),
    "el": ("GREEK", "LATIN"),
    "ar": ("ARABIC", "LATIN"),
    "he": ("HEBREW", "LATIN"),
    "hi": ("DEVANAGARI", "LATIN"),
    "ko": ("HANGUL", "LATIN"),
    "zh": ("CJK", "LATIN"),
}
_LATIN = ("ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nb", "nl", "no")
_MORE_LATIN = ("pl", "pt", "ro", "sk", "sl", "sv", "tr", "vi")
_VARIANTS: tuple[tuple[str, Register], ...] = (
    *(("m3", "low"), ("f2", "high"), ("m7", "low"), ("f4", "high"), ("m8", "low"), ("f5", "high"), ("max", "low")),
    *(("linda", "high"), ("john", "low"), ("steph", "high"), ("Gene", "low"), ("Alicia", "high")),
)
"""Variants of every language's voice that sound different."""


def espeak() -> Tool:
    """Return the tool that speaks one line."""
    return python_tool("espeak", "reelmake.crafts.voice.espeak_tool", (espeak_tool.PACKAGE, "numpy"), SOURCES)


class EspeakEngine:
    """The engine ``espeak-ng``."""

    name = "espeak-ng"
    languages: tuple[str, ...] = tuple(sorted((*_LATIN, *_MORE_LATIN, *_SCRIPTS)))
    extra = ""

    def voices_for(self, language: str) -> tuple[EngineVoice, ...]:
        """Return the language's voice in each variant: ``de+m3``."""
        if language not in self.languages:
            return ()
        name = _NAMES.get(language, language)
        return tuple(EngineVoice(f"{name}+{variant}", register) for variant, register in _VARIANTS)

    def scripts_for(self, language: str) -> tuple[str, ...]:
        """Return the writing systems of the language."""
        return _SCRIPTS.get(language, ("LATIN",))

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        """Return the action that speaks ``text``."""
        tool = espeak()
        argv = espeak_tool.arguments(settings.voice or "en-us+m3", settings.length_percent, settings.pitch_percent)
        return Action(
            kind="speech",
            recipe=1,
            pipeline=(tool.command(*argv),),
            texts={TEXT_FILE: text},
            extension="wav",
        )

    def open(self) -> Speaker:
        """Return a speaker that runs one process per line: there is no model to load."""
        return _EspeakSpeaker()


class _EspeakSpeaker:
    def speak(self, action: Action, directory: Path) -> None:
        try:
            run_pipeline(action, directory, {"espeak": espeak})
        except Internal as error:
            raise SpeechFailed(error.what, reason="SPEECH_FAILED") from error
