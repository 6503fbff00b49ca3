"""Drafts of elements, before they have ids; and comments at the edges of a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reelmake.crafts.story.character_cues import CharacterCue
from reelmake.crafts.story.headings import Heading
from reelmake.crafts.story.markup import HIDDEN, find_comments
from reelmake.crafts.story.source import SourceLine
from reelmake.documents.script import ElementKind

PartKind = Literal["line", "parenthetical", "lyric", "note", "boneyard"]


@dataclass
class DraftPart:
    """One part of a speech."""

    kind: PartKind
    text: str
    first: int
    last: int


@dataclass
class ElementDraft:
    """An element, or a heading when ``heading`` is set."""

    kind: ElementKind
    text: str
    first: int
    last: int
    forced: bool = False
    level: int = 0
    cue: CharacterCue | None = None
    cue_text: str = ""
    parts: list[DraftPart] = field(default_factory=list)
    heading: Heading | None = None


def split_leading(line: SourceLine) -> tuple[list[DraftPart], SourceLine]:
    """Split off the comments at the start of a line; each becomes an element of its own."""
    if HIDDEN not in line.mask or line.mask.lstrip()[:1] != HIDDEN:
        return [], line
    rest = len(line.mask) - len(line.mask.lstrip(f"{HIDDEN} \t"))
    comments, first = _comments(line, 0, rest)
    return comments, SourceLine(first, line.last, line.raw[rest:], line.mask[rest:], line.bare)


def split_trailing(line: SourceLine) -> tuple[SourceLine, list[DraftPart]]:
    """Split off the comments at the end of a line."""
    if HIDDEN not in line.mask or line.mask.rstrip()[-1:] != HIDDEN:
        return line, []
    cut = len(line.mask.rstrip(f"{HIDDEN} \t"))
    comments, _ = _comments(line, cut, len(line.raw))
    last = line.first + line.raw.count("\n", 0, cut)
    return SourceLine(line.first, last, line.raw[:cut], line.mask[:cut], line.bare), comments


def comments_of(line: SourceLine) -> list[DraftPart]:
    """Return the comments of a line that has nothing else."""
    return _comments(line, 0, len(line.raw))[0]


def _comments(line: SourceLine, start: int, end: int) -> tuple[list[DraftPart], int]:
    drafts = []
    number = line.first + line.raw.count("\n", 0, start)
    text = line.raw[start:end]
    for comment in find_comments(text).found:
        first = number + text.count("\n", 0, comment.start)
        last = number + text.count("\n", 0, comment.end)
        drafts.append(DraftPart(comment.kind, comment.inner(text), first, last))
    return drafts, number + text.count("\n")
