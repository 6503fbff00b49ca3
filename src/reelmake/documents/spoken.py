"""The spoken parts of a script in order, with their stable ids."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.lexicon.emotions import NEUTRAL, Feeling
from reelmake.documents.script import Direction, DirectionKind, Element, ElementKind, Scene, Script

SPOKEN_KINDS = ("line", "lyric")


@dataclass(frozen=True)
class SpokenPart:
    """One stretch of speech: what one character says until a bracket or a note interrupts it."""

    scene: Scene
    element: Element
    part: int
    """Index among the element's parts."""

    @property
    def id(self) -> str:
        """The id of the spoken line in every document."""
        return spoken_id(self.element, self.part)

    @property
    def speaker_id(self) -> str:
        return self.element.speaker_id

    @property
    def speaker(self) -> str:
        return self.element.speaker

    @property
    def source_line(self) -> int:
        """The source line on which it begins."""
        return self.element.parts[self.part].source.first

    @property
    def text(self) -> str:
        """The words a viewer hears or reads."""
        return self.element.parts[self.part].words

    @property
    def is_lyric(self) -> bool:
        return self.element.parts[self.part].kind == "lyric"

    @property
    def feeling(self) -> Feeling:
        """How the speaker feels while saying it."""
        return self.element.parts[self.part].feeling or NEUTRAL

    @property
    def is_shouted(self) -> bool:
        return self._direction(DirectionKind.SHOUT) is not None

    @property
    def unknown_feeling(self) -> str:
        """The words that were meant as a feeling and name none; empty where there are none."""
        direction = self._direction(DirectionKind.UNKNOWN_FEELING)
        return direction.words if direction else ""

    def _direction(self, kind: DirectionKind) -> Direction | None:
        directions = self.element.parts[self.part].directions
        return next((direction for direction in directions if direction.kind is kind), None)


def spoken_parts(script: Script) -> tuple[SpokenPart, ...]:
    """Return every spoken part of the script in order; parts without words are not spoken."""
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
        if part.kind in SPOKEN_KINDS and part.words
    )


def spoken_id(element: Element, part: int) -> str:
    """Return the id by which Voice and ShotList name a part of an element. Notes between parts do not count."""
    return f"{element.id}.{sum(before.kind in SPOKEN_KINDS for before in element.parts[:part])}"
