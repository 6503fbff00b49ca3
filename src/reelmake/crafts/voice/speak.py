"""Speaks every line of a script and measures it. A line that cannot be spoken gets a flag and an estimated length."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reelmake.crafts.voice.cast import Cast, CharacterVoice, cast_of
from reelmake.crafts.voice.engine_text import Wording, pronunciations_for, wording
from reelmake.crafts.voice.engines import ENGINES
from reelmake.crafts.voice.manner import settings_for
from reelmake.crafts.voice.port import NOT_SPOKEN_YET, Engine, Speaker, SpeechFailed
from reelmake.crafts.voice.reading_speed import estimated_samples
from reelmake.crafts.voice.roster import Roster
from reelmake.crafts.voice.word_times import word_times
from reelmake.documents.action import Action
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.spoken import SpokenPart, spoken_parts
from reelmake.documents.voice import LineStatus, SpokenLine, Voice
from reelmake.kernel.errors import one_line
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.kernel.log import Log
from reelmake.materials.media.headers import wav_samples

_ENGINE_FAULTS = (RuntimeError, ValueError, ArithmeticError, LookupError, EOFError)
"""What an engine's code may raise for a text it cannot speak; a full disk (OSError) is not caught."""


class Made(Protocol):
    """A finished result, as the runner returns it."""

    @property
    def path(self) -> Path: ...
    @property
    def digest(self) -> str: ...
    @property
    def cached(self) -> bool: ...


Ensure = Callable[[Action, Callable[[Path], None]], Made]
"""Return an action's result; call the function in a private directory only if there is none yet."""


def speak(
    script: Script,
    *,
    project: ProjectConfig,
    canon: Canon,
    ensure: Ensure,
    log: Log,
    progress: Callable[[int, int], None] | None = None,
    engines: Mapping[str, Callable[[], Engine]] = ENGINES,
    usual: str = "",
    flags: tuple[str, ...] = (),
) -> Voice:
    """Return the voice of an episode: each line's sound by key, and its length in frames.

    Each engine's model is loaded at most once, and only if a line has no sound yet. ``usual`` is the engine of
    characters without their own, by default the project's. ``flags`` are problems of the ``engines``.
    """
    parts = spoken_parts(script)
    usual = usual or project.voice.engine
    cast = cast_of(canon, Roster(engines, usual, _language(project))) if usual != "none" else None
    work = _Work(project, canon, ensure, log, cast)
    lines = []
    for done, part in enumerate(parts, 1):
        lines.append(work.line(part))
        if progress is not None:
            progress(done, len(parts))
    return Voice(
        trace_id=script.trace_id,
        parents=(script.as_parent(),),
        episode=script.episode,
        engine=usual,
        fps=project.fps,
        lines=tuple(lines),
        flags=flags,
    )


def _language(project: ProjectConfig) -> str:
    return project.series.language.split("-")[0].lower()


@dataclass(frozen=True)
class _Sound:
    """The result of one action: a sound, or the reason why there is none."""

    digest: str = ""
    samples: int = 0
    problem: str = ""
    path: Path | None = None
    unknown: bool = False
    """Whether the line was not spoken yet, in an estimate."""


@dataclass
class _Work:
    """The work on one episode: open engines, and the results of actions so far."""

    project: ProjectConfig
    canon: Canon
    ensure: Ensure
    log: Log
    cast: Cast | None
    open: dict[str, Speaker | SpeechFailed] = field(default_factory=dict)
    sounds: dict[str, _Sound] = field(default_factory=dict)

    def line(self, part: SpokenPart) -> SpokenLine:
        """Return one line, spoken if possible."""
        if self.cast is None:
            return self._estimated(part, part.text, LineStatus.ESTIMATED, "")
        voice = self.cast.voice_of(part.speaker_id)
        if voice.engine is None:
            return self._estimated(part, part.text, LineStatus.ESTIMATED, voice.flag)
        line, sound = self._said(part, voice, voice.engine)
        other = self.cast.substitute(part.speaker_id, voice) if sound.problem and not sound.unknown else None
        if other is None or other.engine is None:
            return line
        second, sound = self._said(part, other, other.engine)
        if sound.problem or not second.key:
            return line
        why = "; ".join(filter(None, (line.flag, f"a voice of {other.engine.name} is used instead", second.flag)))
        return second.model_copy(update={"flag": why})

    def _said(self, part: SpokenPart, voice: CharacterVoice, engine: Engine) -> tuple[SpokenLine, _Sound]:
        """Return a line spoken by one engine, and the result of its action."""
        pronunciations = pronunciations_for(self.canon, part.speaker_id)
        language = _language(self.project)
        words = wording(part.text, pronunciations, language=language, scripts=engine.scripts_for(language))
        if not words.is_speakable:
            why = (
                f"engine {engine.name} cannot read {one_line(words.left_out, 40)}"
                if words.left_out
                else "it has no words"
            )
            return self._estimated(part, words.spoken, LineStatus.ESTIMATED, why), _Sound()
        action = engine.action_for(words.spoken, settings_for(part, voice.settings))
        action = action.model_copy(update={"subject": f"line {part.id} of {part.speaker_id}"})
        key = action.key
        if key not in self.sounds:
            self.sounds[key] = self._sound(engine, action, part)
        sound = self.sounds[key]
        if sound.problem:
            return self._estimated(part, words.spoken, LineStatus.FAILED, sound.problem), sound
        flag = "; ".join(filter(None, (_omission(engine, words), voice.flag, _unknown_feeling(part))))
        line = self._line(part, words.spoken, LineStatus.SPOKEN, sound, engine=engine.name, key=key, flag=flag)
        voices = {voice.id: voice.file for voice in engine.voices_for(language)}
        return line.model_copy(update={"voice_file": voices.get(voice.settings.voice)}), sound

    def _sound(self, engine: Engine, action: Action, part: SpokenPart) -> _Sound:
        def make(directory: Path) -> None:
            try:
                self._open(engine).speak(action, directory)
            except _ENGINE_FAULTS as error:
                raise SpeechFailed(f"{type(error).__name__}: {error}", reason="SPEECH_FAILED") from error
            _samples(directory / "out.wav")

        try:
            made = self.ensure(action, make)
            sound = _Sound(made.digest, _samples(made.path), path=made.path)
        except SpeechFailed as problem:
            why = one_line(f"engine {engine.name} failed: {problem.what}", 200)
            self.log.event("line_failed", line=part.id, key=action.key, why=why)
            return _Sound(problem=why, unknown=problem.reason == NOT_SPOKEN_YET)
        self.log.event("line_spoken", line=part.id, key=action.key, samples=sound.samples, cached=made.cached)
        return sound

    def _open(self, engine: Engine) -> Speaker:
        """Return an engine with its model loaded. One that failed to open is not tried again for the next line."""
        if engine.name not in self.open:
            try:
                self.open[engine.name] = engine.open()
                self.log.event("engine_opened", engine=engine.name)
            except (SpeechFailed, ImportError, *_ENGINE_FAULTS) as error:
                self.open[engine.name] = SpeechFailed(f"it does not start: {error}", reason="ENGINE_FAILED")
        speaker = self.open[engine.name]
        if isinstance(speaker, SpeechFailed):
            raise speaker
        return speaker

    def _estimated(self, part: SpokenPart, spoken: str, status: LineStatus, why: str) -> SpokenLine:
        samples = estimated_samples(part.text, self.project.voice.characters_per_second)
        if status is LineStatus.ESTIMATED:
            self.log.event("line_estimated", line=part.id, samples=samples, why=why)
        return self._line(part, spoken, status, _Sound(samples=samples), flag=why)

    def _line(
        self,
        part: SpokenPart,
        spoken: str,
        status: LineStatus,
        sound: _Sound,
        *,
        engine: str = "",
        key: str = "",
        flag: str = "",
    ) -> SpokenLine:
        return SpokenLine(
            id=part.id,
            element_id=part.element.id,
            part=part.part,
            scene_id=part.scene.id,
            speaker_id=part.speaker_id,
            text=part.text,
            spoken=spoken,
            status=status,
            engine=engine,
            key=key,
            digest=sound.digest,
            samples=sound.samples,
            frames=self.project.rate.frames_from_samples(sound.samples),
            flag=flag,
            words=word_times(part.text, sound.path, sound.samples) if sound.path else (),
        )


def _unknown_feeling(part: SpokenPart) -> str:
    unknown = part.unknown_feeling
    return f'no feeling is known by the name "{unknown}"; the line is spoken without it' if unknown else ""


def _omission(engine: Engine, words: Wording) -> str:
    return f"engine {engine.name} left out {one_line(words.left_out, 40)}" if words.left_out else ""


def _samples(path: Path) -> int:
    """Return the length of a line's sound; raise SpeechFailed unless it is a WAV of the required form, not empty."""
    try:
        samples = wav_samples(path)
        with wave.open(str(path), "rb") as file:
            form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
    except FileNotFoundError:
        raise SpeechFailed("it wrote no out.wav", reason="SPEECH_FAILED") from None
    except (ValueError, wave.Error, EOFError) as error:
        raise SpeechFailed(f"its out.wav is not a sound: {error}", reason="SPEECH_FAILED") from error
    if form != (SAMPLE_RATE, 1, 2):
        raise SpeechFailed(f"its sound is {form[0]} Hz, {form[1]} channels, {form[2] * 8} bits", reason="SPEECH_FAILED")
    if samples == 0:
        raise SpeechFailed("its sound is empty", reason="SPEECH_FAILED")
    return samples
