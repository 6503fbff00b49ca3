"""The script: a screenplay as structure, every source line accounted for."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel


class ElementKind(StrEnum):
    """What a stretch of a screenplay is."""

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
    """The lines of the source file something came from; both ends included, counted from 1."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)


class DialoguePart(FrozenModel):
    """One part of a speech: what is said, how, or a note between."""

    kind: Literal["line", "parenthetical", "lyric", "note", "boneyard"]
    text: str = Field(
        description="As written, line breaks, emphasis and comments included; without the marks of the kind: ( ), ~"
    )
    source: SourceLines


class Element(FrozenModel):
    """One element of a scene, in the order of the page."""

    id: str = Field(description="Stable under insertions elsewhere: from the element's kind, text and occurrence")
    kind: ElementKind
    text: str = Field(default="", description="As written, without the marks that say what kind it is")
    source: SourceLines
    forced: bool = Field(default=False, description="Whether the source forced the kind with a mark (!, @, >)")
    level: int = Field(default=0, ge=0, le=6, description="Depth of a section heading")
    speaker: str = Field(default="", description="The name in the cue, without extensions")
    speaker_id: str = Field(default="", description="The id of that name")
    extensions: tuple[str, ...] = Field(default=(), description="What stands in brackets after the name: V.O., CONT'D")
    cue: str = Field(default="", description="The cue as written, where it holds more than name and extensions")
    dual: Literal["", "left", "right"] = Field(default="", description="Which side of a dual dialogue this is")
    parts: tuple[DialoguePart, ...] = Field(default=(), description="What a dialogue element says")


class Setting(StrEnum):
    """Where a scene plays, from its heading."""

    INTERIOR = "int"
    EXTERIOR = "ext"
    BOTH = "int_ext"
    UNSTATED = "unstated"


class Scene(FrozenModel):
    """One scene: its heading and everything up to the next."""

    id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", description="Scene number as in production: 14, 14A")
    number: str = Field(default="", description="The number the source states between # marks, if it does")
    heading: str = Field(description="The heading as written, without number and forcing mark")
    forced: bool = Field(default=False, description="Whether the heading was forced with a full stop")
    setting: Setting
    location: str = Field(description="The place's name as the heading writes it")
    location_id: str = Field(description="The id of that name")
    time_of_day: str = Field(default="", description="DAY, NIGHT, LATER … as the heading writes it")
    source: SourceLines = Field(description="The heading's lines; for scene 0 those of its first element")
    elements: tuple[Element, ...]


class TitleField(FrozenModel):
    """One entry of the title page."""

    key: str
    values: tuple[str, ...]
    inline: bool = Field(description="Whether the value stands on the key's own line")
    source: SourceLines


class Unplaced(FrozenModel):
    """A source line that was not understood, and why; what could be kept of it is in the script."""

    line: int = Field(ge=1)
    text: str = Field(description="The source line, quoted")
    why: str


class Script(Document):
    """An episode's screenplay as data. It holds no camera instruction."""

    kind: ClassVar[str] = "script"

    episode: str
    title: str = Field(description="The episode's title, from the title page or else its id")
    title_page: tuple[TitleField, ...] = ()
    scenes: tuple[Scene, ...] = Field(description="Scenes in order; what stands before the first heading is scene 0")
    line_count: int = Field(ge=0, description="Lines of the source")
    unplaced: tuple[Unplaced, ...] = Field(default=(), description="Source lines that were reported, not understood")
