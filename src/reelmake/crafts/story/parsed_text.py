"""Parses texts as written into words, notes and directions, for everybody who reads a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from reelmake.crafts.story.element_drafts import PartKind
from reelmake.crafts.story.markup import find_comments, mask_comments, plain_lines
from reelmake.documents.lexicon.pauses import beats_in, is_only_a_pause
from reelmake.documents.lexicon.words import words_in
from reelmake.documents.script import (
    DialoguePart,
    Direction,
    DirectionKind,
    Element,
    ElementKind,
    Note,
    SourceLines,
)

_KEYED = re.compile(r"\s*([^\W\d_][\w-]*)\s*:(.*)", re.DOTALL)
_CLOSE_ON = re.compile(
    r"(?:insert|close on|close-up on|close up on|extreme close on|angle on)\b\s*[:\-–—]*\s*(?P<thing>[^.!?\n]+)",
    re.IGNORECASE,
)
_NO_WORDS = (ElementKind.DIALOGUE, ElementKind.NOTE, ElementKind.BONEYARD)


class _Words(NamedTuple):
    words: str
    line_starts: tuple[int, ...]


def parsed_element(
    kind: ElementKind,
    text: str,
    source: SourceLines,
    *,
    cue: str = "",
    parts: tuple[DialoguePart, ...] = (),
    **fields: Any,
) -> Element:
    """Return an element with the fields that are parsed from its text and its cue.

    ``fields`` are the fields of ``Element`` that need no parsing. ``feelings.with_feelings`` adds the feelings, which
    depend on the elements before.
    """
    parsed = _Words("", ()) if kind in _NO_WORDS else _words(text)
    notes = () if kind is ElementKind.BONEYARD else (*_notes(text, source.first, kind is ElementKind.NOTE),)
    return Element(
        kind=kind,
        text=text,
        words=parsed.words,
        line_starts=parsed.line_starts,
        source=source,
        notes=(*notes, *_notes(cue, source.first)),
        directions=_action_directions(parsed.words) if kind is ElementKind.ACTION else (),
        cue=cue,
        parts=parts,
        **fields,
    )


def parsed_part(kind: PartKind, text: str, source: SourceLines) -> DialoguePart:
    """Return a part of a speech with the fields that are parsed from its own text."""
    words = "" if kind in ("note", "boneyard") else _words(text).words
    beats = beats_in(words_in(words)) if kind == "parenthetical" else 0
    return DialoguePart(
        kind=kind,
        text=text,
        words=words,
        source=source,
        notes=() if kind == "boneyard" else tuple(_notes(text, source.first, kind == "note")),
        directions=(Direction(kind=DirectionKind.PAUSE, beats=beats),) if beats else (),
    )


def notes_inside(text: str, first_line: int) -> tuple[Note, ...]:
    """Return the notes inside a text that begins on source line ``first_line``."""
    return tuple(_notes(text, first_line))


def _notes(text: str, first_line: int, is_note: bool = False) -> Iterator[Note]:
    if is_note:
        yield _note(text, first_line)
    elif "[[" in text:
        for comment in find_comments(text).found:
            if comment.kind == "note":
                yield _note(comment.inner(text), first_line + text.count("\n", 0, comment.start))


def _note(inner: str, first_line: int) -> Note:
    keyed = _KEYED.fullmatch(inner)
    key, begin = (keyed[1].lower(), keyed.start(2)) if keyed else ("", 0)
    value = inner[begin:].lstrip()
    return Note(key=key, value=value.rstrip(), line=first_line + inner.count("\n", 0, len(inner) - len(value)))


def _words(text: str) -> _Words:
    lines = plain_lines(text)
    starts: list[int] = []
    length = offset = 0
    for mask, line in zip(mask_comments(text).split("\n"), lines, strict=True):
        if line:
            length += len(line) + bool(length)
        # Source lines inside a comment have no words; they begin at the words after the comment.
        starts += [length + bool(length)] * (1 + text.count("\n", offset, offset + len(mask)))
        offset += len(mask) + 1
    return _Words(" ".join(filter(None, lines)), tuple(start for start in starts if start < length))


def _action_directions(words: str) -> tuple[Direction, ...]:
    if found := _CLOSE_ON.match(words):
        return (Direction(kind=DirectionKind.CLOSE_ON, words=" ".join(found["thing"].split())),)
    spoken = words_in(words)
    if is_only_a_pause(spoken):
        return (Direction(kind=DirectionKind.PAUSE, beats=beats_in(spoken)),)
    return ()
