"""Hand-built scripts and voices: ``w.shoot(w.scene("INT. BOX - NIGHT", w.action("…"), w.say("LEON", "…")))``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from reelmake.crafts.shots.shoot import shoot
from reelmake.crafts.story.feelings import with_feelings
from reelmake.crafts.story.parsed_text import parsed_element, parsed_part
from reelmake.crafts.story.title_page import title_field
from reelmake.documents.numbering import Numbering
from reelmake.documents.project import PacingConfig, ProjectConfig, SeriesConfig
from reelmake.documents.script import (
    DialoguePart,
    Element,
    ElementKind,
    Scene,
    SceneSetting,
    Script,
    SourceLines,
)
from reelmake.documents.shotlist import Shot, ShotList
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.voice import LineStatus, SpokenLine, Voice
from reelmake.kernel.digest import digest
from reelmake.kernel.ids import slug

AT = SourceLines(first=1, last=1)
SECOND = 24


def _element(kind: ElementKind, text: str, **fields: Any) -> Element:
    return parsed_element(kind, text, AT, id="", **fields)


def part_of(text: str) -> DialoguePart:
    """A parenthetical in brackets, a note in double ones, a lyric after a tilde; else a line."""
    if text.startswith("[["):
        return parsed_part("note", text[2:-2], AT)
    if text.startswith("("):
        return parsed_part("parenthetical", text[1:-1], AT)
    if text.startswith("~"):
        return parsed_part("lyric", text[1:], AT)
    return parsed_part("line", text, AT)


def say(name: str, *parts: str, ext: str = "", dual: str = "") -> Element:
    """A cue and what it says."""
    return _element(
        ElementKind.DIALOGUE,
        "",
        speaker=name,
        speaker_id=slug(name),
        extensions=(ext,) if ext else (),
        dual=dual,
        parts=tuple(part_of(part) for part in parts),
    )


def action(text: str) -> Element:
    return _element(ElementKind.ACTION, text)


def note(text: str) -> Element:
    return _element(ElementKind.NOTE, text)


def centred(text: str) -> Element:
    return _element(ElementKind.CENTERED, text)


def lyric(text: str) -> Element:
    return _element(ElementKind.LYRIC, text)


def cut(text: str) -> Element:
    return _element(ElementKind.TRANSITION, text)


@dataclass(frozen=True)
class SceneText:
    heading: str
    elements: tuple[Element, ...]
    id: str = ""


def scene(heading: str, *elements: Element, id: str = "") -> SceneText:
    return SceneText(heading, elements, id)


def _scene(index: int, text: SceneText, met: dict[tuple[str, str], int]) -> Scene:
    place, _, hour = text.heading.partition(" - ")
    prefix, _, location = place.partition(". ")
    setting = {"INT": SceneSetting.INTERIOR, "EXT": SceneSetting.EXTERIOR}.get(prefix, SceneSetting.UNSTATED)
    elements = []
    for element in text.elements:
        words = element.text + "|".join(f"{part.kind}:{part.text}" for part in element.parts) + element.speaker
        key = (element.kind.value, words)
        met[key] = met.get(key, 0) + 1
        elements.append(element.model_copy(update={"id": digest(("e", *key, met[key]))[:12]}))
    return Scene(
        id=text.id or str(index),
        heading=text.heading,
        heading_words=text.heading,
        setting=setting,
        location=location,
        location_id=slug(location) if location else "",
        time_of_day=hour,
        source=AT,
        elements=with_feelings(elements),
    )


@dataclass
class World:
    """One episode with settings; lengths of lines by their words, in frames."""

    lengths: dict[str, int] = field(default_factory=dict)
    pacing: PacingConfig = field(default_factory=PacingConfig)
    fps: str = "24"
    title: str = ""
    frames: Callable[[str], int] = lambda text: 2 * SECOND

    @property
    def project(self) -> ProjectConfig:
        series = SeriesConfig(id="parts", title="All the Parts")
        return ProjectConfig(series=series, fps=self.fps, pacing=self.pacing)

    def script(self, *scenes: SceneText) -> Script:
        met: dict[tuple[str, str], int] = {}
        title = (title_field("Title", [self.title], True, AT),) if self.title else ()
        return Script(
            trace_id="t",
            episode="ep01",
            title=self.title or "ep01",
            title_page=title,
            scenes=tuple(_scene(index, text, met) for index, text in enumerate(scenes, start=1)),
            line_count=1,
        )

    def voice(self, script: Script, *, leave_out: str = "") -> Voice:
        lines = [
            SpokenLine(
                id=part.id,
                element_id=part.element.id,
                part=part.part,
                scene_id=part.scene.id,
                speaker_id=part.speaker_id,
                text=part.text,
                spoken=part.text,
                status=LineStatus.SPOKEN,
                key=digest(("speech", part.text)),
                samples=1,
                frames=self.lengths.get(part.text, self.frames(part.text)),
            )
            for part in spoken_parts(script)
            if part.text != leave_out
        ]
        return Voice(trace_id="t", episode="ep01", engine="none", fps=self.fps, lines=tuple(lines))

    scene = staticmethod(scene)
    say = staticmethod(say)
    action = staticmethod(action)
    note = staticmethod(note)
    centred = staticmethod(centred)
    lyric = staticmethod(lyric)
    cut = staticmethod(cut)

    def shoot(self, *scenes: SceneText, numbering: Numbering | None = None) -> ShotList:
        script = self.script(*scenes)
        return shoot(script, self.voice(script), self.project, numbering)

    @staticmethod
    def kinds(shots: ShotList | Sequence[Shot]) -> list[str]:
        return [shot.kind.value for shot in (shots.shots if isinstance(shots, ShotList) else shots)]

    @staticmethod
    def hearing(shotlist: ShotList, words: str) -> list[Shot]:
        """The shots in which a line is heard."""
        return [shot for shot in shotlist.shots if any(line.text == words for line in shot.lines)]


@pytest.fixture
def w() -> World:
    return World()


@pytest.fixture(scope="session")
def new_world() -> Callable[[], World]:
    return World
