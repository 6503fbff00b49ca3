"""The script: a screenplay as structure, with its text parsed and every source line accounted for.

The fields ``text``, ``heading``, ``cue`` and ``values`` are as written: they are needed to write the screenplay back.
Everything else reads the parsed fields. Only ``crafts/story`` knows the marks of a screenplay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.lexicon.emotions import Feeling


class ElementKind(StrEnum):
    """The kinds of elements in a screenplay."""

    ACTION = "action"
    DIALOGUE = "dialogue"
    TRANSITION = "transition"
    CENTERED = "centered"
    LYRIC = "lyric"
    PAGE_BREAK = "page_break"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"


class SourceLines(FrozenModel):
    """A range of lines in the source file, both ends included, counted from 1."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)


class Note(FrozenModel):
    """One note of the screenplay, ``[[key: value]]``, taken apart."""

    key: str = Field(
        default="", description="The single word before a colon, in lower case: sfx, mood, emotion, canon; else empty"
    )
    value: str = Field(description="What follows the colon, or the whole note if it has no key; with its line breaks")
    line: int = Field(ge=1, description="The source line on which the value begins")


class DirectionKind(StrEnum):
    """What a direction asks for."""

    PAUSE = "pause"
    """Silence, ``beats`` long."""
    SHOUT = "shout"
    """The line is shouted."""
    UNKNOWN_FEELING = "unknown_feeling"
    """``words`` are meant as a feeling, but name none of the vocabulary."""
    CLOSE_ON = "close_on"
    """The camera shows ``words`` and nothing else."""


class Direction(FrozenModel):
    """One instruction to the voice or the camera."""

    kind: DirectionKind
    beats: int = Field(default=0, ge=0, description="The length of a pause")
    words: str = Field(default="", description="What the direction names")


class DialoguePart(FrozenModel):
    """One part of a speech: a line, a parenthetical, a lyric, or a comment between them."""

    kind: Literal["line", "parenthetical", "lyric", "note", "boneyard"]
    text: str = Field(
        description="As written, line breaks, emphasis and comments included; without the marks of the kind: ( ), ~"
    )
    words: str = Field(
        description="The text without marks, notes and comments, on one line; empty for a note and a boneyard"
    )
    source: SourceLines
    notes: tuple[Note, ...] = Field(default=(), description="The notes within the text; for a note, the note itself")
    feeling: Feeling | Literal[""] = Field(
        default="", description="The speaker's feeling during a line or a lyric; empty for other parts"
    )
    directions: tuple[Direction, ...] = Field(
        default=(), description="How a line is said; the pause that a parenthetical requires"
    )

    @property
    def beats(self) -> int:
        """The number of beats of silence that this part asks for."""
        return _beats(self.directions)


class Element(FrozenModel):
    """One element of a scene, in the order of the page."""

    id: str = Field(
        description="Made from the element's kind, text and occurrence, so that insertions elsewhere do not change it"
    )
    kind: ElementKind
    text: str = Field(default="", description="As written, without the marks of its kind")
    words: str = Field(
        description="The text without marks, notes and comments, on one line; empty for dialogue, notes and boneyards"
    )
    line_starts: tuple[int, ...] = Field(
        default=(), description="Offsets in the words at which the source lines after the first one begin"
    )
    source: SourceLines
    notes: tuple[Note, ...] = Field(
        default=(), description="The notes within the text or the cue; for a note, the note itself"
    )
    directions: tuple[Direction, ...] = Field(
        default=(), description="Camera instructions in an action: a pause, or a close-up of an object"
    )
    forced: bool = Field(default=False, description="Whether the source forced the kind with a mark (!, @, >)")
    level: int = Field(default=0, ge=0, le=6, description="Depth of a section heading")
    speaker: str = Field(default="", description="The name in the cue, without extensions")
    speaker_id: str = Field(default="", description="The id of that name")
    extensions: tuple[str, ...] = Field(default=(), description="The texts in brackets after the name: V.O., CONT'D")
    cue: str = Field(default="", description="The cue as written, if it has more than name and extensions")
    dual: Literal["", "left", "right"] = Field(default="", description="Which side of a dual dialogue this is")
    parts: tuple[DialoguePart, ...] = Field(default=(), description="What a dialogue element says")

    @property
    def beats(self) -> int:
        """The number of beats of silence that this action asks for."""
        return _beats(self.directions)

    @property
    def words_in_lines(self) -> str:
        """The words with a line break where the source has one; every other character keeps its offset."""
        chars = list(self.words)
        for start in self.line_starts:
            if start:
                chars[start - 1] = "\n"
        return "".join(chars)

    def line_at(self, offset: int) -> int:
        """Return the source line of the word at an offset of ``words``."""
        return self.source.first + bisect_right(self.line_starts, offset)

    def all_notes(self) -> Iterator[Note]:
        """Yield the element's own notes, then those of its parts."""
        yield from self.notes
        for part in self.parts:
            yield from part.notes


class SceneSetting(StrEnum):
    """Inside or outside, as stated in the heading."""

    INTERIOR = "int"
    EXTERIOR = "ext"
    BOTH = "int_ext"
    UNSTATED = "unstated"


class Scene(FrozenModel):
    """One scene: its heading and everything up to the next."""

    id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", description="Scene number as in production: 14, 14A")
    number: str = Field(default="", description="The number between # marks in the source, if any")
    heading: str = Field(description="The heading as written, without number and forcing mark")
    heading_words: str = Field(description="The heading without marks, notes and comments")
    notes: tuple[Note, ...] = Field(default=(), description="The notes within the heading")
    forced: bool = Field(default=False, description="Whether the heading was forced with a full stop")
    setting: SceneSetting
    location: str = Field(description="The place's name as the heading writes it")
    location_id: str = Field(description="The id of that name")
    time_of_day: str = Field(default="", description="DAY, NIGHT, LATER …, as in the heading")
    source: SourceLines = Field(description="The heading's lines; for scene 0 those of its first element")
    elements: tuple[Element, ...]

    def all_notes(self) -> Iterator[Note]:
        """Yield every note of the scene, in the order of the page."""
        yield from self.notes
        for element in self.elements:
            yield from element.all_notes()


class TitleField(FrozenModel):
    """One entry of the title page."""

    key: str
    values: tuple[str, ...] = Field(description="The value's lines as written")
    words: tuple[str, ...] = Field(description="The same lines without marks, notes and comments")
    inline: bool = Field(description="Whether the value is on the key's own line")
    source: SourceLines


class Unplaced(FrozenModel):
    """A source line that was not understood, and why; its text is in the script as far as possible."""

    line: int = Field(ge=1)
    text: str = Field(description="The source line, quoted")
    why: str


class Script(Document):
    """An episode's screenplay as data, parsed once."""

    kind: ClassVar[str] = "script"

    episode: str
    title: str = Field(description="The episode's title, from the title page or else its id")
    language: str = Field(
        default="", description="The language stated on the title page, as written; empty if it states none"
    )
    title_page: tuple[TitleField, ...] = ()
    scenes: tuple[Scene, ...] = Field(description="Scenes in order; elements before the first heading are scene 0")
    line_count: int = Field(ge=0, description="Lines of the source")
    unplaced: tuple[Unplaced, ...] = Field(default=(), description="Source lines that were not understood")


def _beats(directions: tuple[Direction, ...]) -> int:
    return sum(direction.beats for direction in directions if direction.kind is DirectionKind.PAUSE)
