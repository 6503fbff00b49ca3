"""What a script has its characters say: the parts that are spoken, in order, each with its stable id."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.markup import plain
from reelmake.documents.script import Element, ElementKind, Scene, Script

SPOKEN_KINDS = ("line", "lyric")


@dataclass(frozen=True)
class SpokenPart:
    """One stretch of speech: what one character says until the script says how, or stops."""

    scene: Scene
    element: Element
    part: int
    """Index among the element's parts."""

    @property
    def id(self) -> str:
        """The id the spoken line has in every document."""
        return spoken_id(self.element, self.part)

    @property
    def speaker_id(self) -> str:
        return self.element.speaker_id

    @property
    def speaker(self) -> str:
        return self.element.speaker

    @property
    def raw(self) -> str:
        """The words as written, with emphasis marks and line breaks."""
        return self.element.parts[self.part].text

    @property
    def text(self) -> str:
        """The words a viewer hears or reads: no marks, no notes, one line."""
        return plain(self.raw)

    @property
    def is_lyric(self) -> bool:
        return self.element.parts[self.part].kind == "lyric"


def spoken_parts(script: Script) -> tuple[SpokenPart, ...]:
    """Return every spoken part of the script in order; parts with no words left in them are not spoken."""
    return tuple(
        part
        for scene in script.scenes
        for element in scene.elements
        if element.kind is ElementKind.DIALOGUE
        for part in parts_of(scene, element)
    )


def parts_of(scene: Scene, element: Element) -> tuple[SpokenPart, ...]:
    """Return the spoken parts of one dialogue element."""
    return tuple(
        SpokenPart(scene, element, index)
        for index, part in enumerate(element.parts)
        if part.kind in SPOKEN_KINDS and plain(part.text)
    )


def spoken_id(element: Element, part: int) -> str:
    """Return the id of an element's part, by which Voice and ShotList name the line. Notes between do not count."""
    return f"{element.id}.{sum(before.kind in SPOKEN_KINDS for before in element.parts[:part])}"
