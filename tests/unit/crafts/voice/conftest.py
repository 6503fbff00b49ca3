"""A scratch world for voices: a script, a project, a store, and an engine that needs no model."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reelmake.crafts.story.feelings import with_feelings
from reelmake.crafts.story.parsed_text import parsed_element, parsed_part
from reelmake.crafts.voice.engines import engines_with
from reelmake.crafts.voice.kokoro_engine import OwnVoices
from reelmake.crafts.voice.port import Engine, EngineVoice, Speaker, SpeechFailed, VoiceSettings
from reelmake.crafts.voice.speak import speak
from reelmake.documents.action import Action, Command, FromFile
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import ElementKind, Scene, SceneSetting, Script, SourceLines
from reelmake.documents.voice import Voice
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import NotFound
from reelmake.kernel.log import Log


def wav_file(path: Path, samples: int, rate: int = 48_000, channels: int = 1) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\x01\x00" * samples * channels)


def script_of(*lines: tuple[str, str]) -> Script:
    """Return a script of one scene in which each (speaker, words) is said in turn."""
    source = SourceLines(first=1, last=1)
    elements = tuple(
        parsed_element(
            ElementKind.DIALOGUE,
            "",
            source,
            id=f"e{index}",
            speaker=speaker.upper(),
            speaker_id=speaker,
            parts=(parsed_part("line", words, source),),
        )
        for index, (speaker, words) in enumerate(lines)
    )
    scene = Scene(
        id="1",
        heading="INT. ROOM - DAY",
        heading_words="INT. ROOM - DAY",
        setting=SceneSetting.INTERIOR,
        location="ROOM",
        location_id="room",
        source=source,
        elements=with_feelings(elements),
    )
    return Script(trace_id="t", episode="ep01", title="Title", scenes=(scene,), line_count=9)


def project_of(engine: str = "piper", language: str = "en", fps: str = "24") -> ProjectConfig:
    return ProjectConfig.model_validate(
        {"series": {"id": "s", "title": "S", "language": language}, "voice": {"engine": engine}, "fps": fps}
    )


@dataclass
class FakeEngine(Engine):
    """Speaks a thousand samples for each letter; the words in ``refuses`` make it fail."""

    name: str = "fake"
    languages: tuple[str, ...] = ("en",)
    voices: tuple[EngineVoice, ...] = (EngineVoice("fake"),)
    extra: str = "fake"
    installed: bool = True
    starts: bool = True
    refuses: dict[str, Exception] = field(default_factory=dict)
    leaves: Callable[[Path], object] | None = None
    opened: int = 0
    spoken: list[str] = field(default_factory=list)

    def voices_for(self, language: str) -> tuple[EngineVoice, ...]:
        return self.voices

    def scripts_for(self, language: str) -> tuple[str, ...]:
        return ("LATIN",)

    def action_for(self, text: str, settings: VoiceSettings) -> Action:
        if not self.installed:
            raise NotFound("the package fake is not installed")
        argv = (settings.voice, str(settings.length_percent), str(settings.pitch_percent))
        return Action(
            kind="speech",
            recipe=1,
            pipeline=(Command(tool=self.name, digest="0" * 64, argv=argv),),
            texts={"line.txt": text},
            extension="wav",
        )

    def open(self) -> Speaker:
        self.opened += 1
        if not self.starts:
            raise SpeechFailed("the model is damaged")
        return self

    def speak(self, action: Action, directory: Path) -> None:
        text = (directory / "line.txt").read_text(encoding="utf-8")
        self.spoken.append(text)
        for word, error in self.refuses.items():
            if word in text:
                raise error
        if self.leaves is not None:
            self.leaves(directory / "out.wav")
        else:
            wav_file(directory / "out.wav", 1000 * sum(map(str.isalpha, text)))


@dataclass(frozen=True)
class Made:
    path: Path
    digest: str
    cached: bool


@dataclass
class World:
    """A store in a directory, and everything one call of ``speak`` needs."""

    root: Path
    makes: int = 0
    log: io.StringIO = field(default_factory=io.StringIO)
    progress: list[tuple[int, int]] = field(default_factory=list)

    script = staticmethod(script_of)
    project = staticmethod(project_of)
    engine = staticmethod(FakeEngine)
    wav_file = staticmethod(wav_file)

    def ensure(self, action: Action, make: Callable[[Path], None]) -> Made:
        stored = self.root / f"{action.key}.wav"
        cached = stored.exists()
        if not cached:
            self.makes += 1
            work = self.root / f"work{self.makes}"
            (work / "in").mkdir(parents=True)
            for name, item in action.inputs.items():
                assert isinstance(item, FromFile)
                shutil.copy(item.path, work / "in" / name)
            for name, text in action.texts.items():
                (work / name).write_text(text, encoding="utf-8")
            make(work)
            (work / "out.wav").rename(stored)
        return Made(stored, digest_file(stored), cached)

    def speak(
        self,
        script: Script,
        *engines: Engine,
        project: ProjectConfig | None = None,
        canon: Canon | None = None,
        own: OwnVoices | None = None,
    ) -> Voice:
        return speak(
            script,
            project=project or project_of(),
            canon=canon or Canon(version=1),
            ensure=self.ensure,
            log=Log(self.log),
            progress=lambda done, total: self.progress.append((done, total)),
            engines={engine.name: lambda engine=engine: engine for engine in engines} or engines_with(own),
            usual=engines[0].name if engines else "",
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
