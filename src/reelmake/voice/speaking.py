"""Every line of a script spoken once, and measured. What cannot be spoken is flagged, and its length estimated."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reelmake.actions.media import wav_samples
from reelmake.documents.action import Action
from reelmake.documents.canon import Canon
from reelmake.documents.errors import NotFound, one_line
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.spoken import SpokenPart, spoken_parts
from reelmake.documents.voice import LineStatus, SpokenLine, Voice
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.kernel.log import Log
from reelmake.voice.casting import Part, cast_of, settings_of
from reelmake.voice.engines import engine_named
from reelmake.voice.estimate import estimated_samples
from reelmake.voice.manner import manner_of
from reelmake.voice.port import Engine, Speaker, SpeechFailed, VoiceSettings
from reelmake.voice.word_times import word_times
from reelmake.voice.wording import Wording, pronunciations_for, wording

_ENGINE_FAULTS = (RuntimeError, ValueError, ArithmeticError, LookupError, EOFError)
"""What the foreign code of an engine may raise on a text it cannot bear; a full disk is not among them."""


class Made(Protocol):
    """A finished result, as the runner returns it."""

    @property
    def path(self) -> Path: ...
    @property
    def digest(self) -> str: ...
    @property
    def cached(self) -> bool: ...


Ensure = Callable[[Action, Callable[[Path], None]], Made]
"""Return an action's result, calling the function in a private directory only if it is not there yet."""


def speak(
    script: Script,
    *,
    project: ProjectConfig,
    canon: Canon,
    ensure: Ensure,
    log: Log,
    progress: Callable[[int, int], None] | None = None,
    engine: Engine | None = None,
) -> Voice:
    """Return the voice of an episode: each line's sound by key, and its length in frames.

    ``engine`` is the one the project names unless one is given. Its model is loaded at most once, and only if some line
    has no sound yet.
    """
    parts = spoken_parts(script)
    if engine is None and project.voice.engine != "none":
        engine = engine_named(project.voice.engine)
    cast = cast_of(canon, engine) if engine else {}
    work = _Work(project, canon, ensure, log, engine, _why_silent(engine, project), cast)
    lines = []
    for done, part in enumerate(parts, 1):
        lines.append(work.line(part))
        if progress is not None:
            progress(done, len(parts))
    return Voice(
        trace_id=script.trace_id,
        parents=(script.as_parent(),),
        episode=script.episode,
        engine=engine.name if engine else "none",
        fps=project.fps,
        lines=tuple(lines),
    )


def _why_silent(engine: Engine | None, project: ProjectConfig) -> str:
    """Say why no line at all can be spoken by an engine, or nothing."""
    if engine is None:
        return ""
    language = _language(project)
    if language not in engine.languages:
        return f"engine {engine.name} speaks {', '.join(engine.languages)}, not {language}"
    try:
        engine.action_for("", VoiceSettings())
    except NotFound:
        return f"engine {engine.name} is not installed"
    return ""


def _language(project: ProjectConfig) -> str:
    return project.series.language.split("-")[0].lower()


@dataclass(frozen=True)
class _Sound:
    """What came of one action: a sound, or why there is none."""

    digest: str = ""
    samples: int = 0
    problem: str = ""
    path: Path | None = None


@dataclass
class _Work:
    """One batch: the engine once it is open, and what came of each action so far."""

    project: ProjectConfig
    canon: Canon
    ensure: Ensure
    log: Log
    engine: Engine | None
    silent: str
    cast: dict[str, Part]
    speaker: Speaker | None = None
    fault: SpeechFailed | None = None
    sounds: dict[str, _Sound] = field(default_factory=dict)

    def line(self, part: SpokenPart) -> SpokenLine:
        """Return one line, spoken if that is possible."""
        if self.engine is None or self.silent:
            return self._estimated(part, part.text, LineStatus.ESTIMATED, self.silent)
        pronunciations = pronunciations_for(self.canon, part.speaker_id)
        words = wording(part.text, pronunciations, language=_language(self.project), scripts=self.engine.scripts)
        if not words.is_speakable:
            why = (
                f"engine {self.engine.name} cannot read {one_line(words.left_out, 40)}"
                if words.left_out
                else "there is no word in it"
            )
            return self._estimated(part, words.spoken, LineStatus.ESTIMATED, why)
        role = self.cast.get(part.speaker_id) or Part(settings_of(part.speaker_id))
        manner = manner_of(part)
        action = self.engine.action_for(words.spoken, manner.of(role.settings))
        action = action.model_copy(update={"subject": f"line {part.id} of {part.speaker_id}"})
        key = action.key
        if key not in self.sounds:
            self.sounds[key] = self._sound(self.engine, action, part)
        sound = self.sounds[key]
        if sound.problem:
            return self._estimated(part, words.spoken, LineStatus.FAILED, sound.problem)
        strange = f'nobody knows the emotion "{manner.unknown}"; it is spoken plainly' if manner.unknown else ""
        flag = "; ".join(filter(None, (_omission(self.engine, words), role.flag, strange)))
        return self._line(part, words.spoken, LineStatus.SPOKEN, sound, key=key, flag=flag)

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
            return _Sound(problem=why)
        self.log.event("line_spoken", line=part.id, key=action.key, samples=sound.samples, cached=made.cached)
        return sound

    def _open(self, engine: Engine) -> Speaker:
        """Return the engine with its model loaded. One that would not open is not tried again for the next line."""
        if self.fault is not None:
            raise self.fault
        if self.speaker is None:
            try:
                self.speaker = engine.open()
            except (SpeechFailed, ImportError, *_ENGINE_FAULTS) as error:
                self.fault = SpeechFailed(f"it does not start: {error}", reason="ENGINE_FAILED")
                raise self.fault from error
            self.log.event("engine_opened", engine=engine.name)
        return self.speaker

    def _estimated(self, part: SpokenPart, spoken: str, status: LineStatus, why: str) -> SpokenLine:
        samples = estimated_samples(part.text, self.project.voice.characters_per_second)
        if status is LineStatus.ESTIMATED:
            self.log.event("line_estimated", line=part.id, samples=samples, why=why)
        return self._line(part, spoken, status, _Sound(samples=samples), flag=why)

    def _line(
        self, part: SpokenPart, spoken: str, status: LineStatus, sound: _Sound, *, key: str = "", flag: str = ""
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
            key=key,
            digest=sound.digest,
            samples=sound.samples,
            frames=self.project.rate.frames_from_samples(sound.samples),
            flag=flag,
            words=word_times(part.text, sound.path, sound.samples) if sound.path else (),
        )


def _omission(engine: Engine, words: Wording) -> str:
    return f"engine {engine.name} left out {one_line(words.left_out, 40)}" if words.left_out else ""


def _samples(path: Path) -> int:
    """Return the length of a line's sound; anything but a WAV of the agreed form with sound in it is a failure."""
    try:
        samples = wav_samples(path)
        with wave.open(str(path), "rb") as file:
            form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
    except FileNotFoundError:
        raise SpeechFailed("it left no out.wav", reason="SPEECH_FAILED") from None
    except (ValueError, wave.Error, EOFError) as error:
        raise SpeechFailed(f"what it left is no sound: {error}", reason="SPEECH_FAILED") from error
    if form != (SAMPLE_RATE, 1, 2):
        raise SpeechFailed(f"its sound is {form[0]} Hz, {form[1]} channels, {form[2] * 8} bits", reason="SPEECH_FAILED")
    if samples == 0:
        raise SpeechFailed("its sound is empty", reason="SPEECH_FAILED")
    return samples
