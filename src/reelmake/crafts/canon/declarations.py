"""What a script declares in notes, statement by statement, with the line each stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelmake.crafts.canon.note_grammar import Statement, parse, statements_in
from reelmake.documents.markup import find_comments
from reelmake.documents.script import Element, ElementKind, Scene


@dataclass(frozen=True)
class Declaration:
    """One statement; ``says`` is None when it has no form the grammar knows."""

    line: int
    text: str
    says: Statement | None


def declarations_of(scene: Scene) -> list[Declaration]:
    """Return every statement of a scene's canon notes, in the order of their lines."""
    found = [
        Declaration(line + below, text, parse(text))
        for line, note in _notes(scene)
        for below, text in statements_in(note)
    ]
    return sorted(found, key=lambda declaration: declaration.line)


def _notes(scene: Scene) -> Iterator[tuple[int, str]]:
    yield from _inside(scene.heading, scene.source.first)
    for element in scene.elements:
        yield from _notes_of(element)


def _notes_of(element: Element) -> Iterator[tuple[int, str]]:
    first = element.source.first
    if element.kind is ElementKind.NOTE:
        yield first, element.text
    elif element.kind is not ElementKind.BONEYARD:
        yield from _inside(element.text, first)
        yield from _inside(element.cue, first)
    for part in element.parts:
        if part.kind == "note":
            yield part.source.first, part.text
        elif part.kind != "boneyard":
            yield from _inside(part.text, part.source.first)


def _inside(text: str, first: int) -> Iterator[tuple[int, str]]:
    if "[[" in text:
        for comment in find_comments(text).found:
            if comment.kind == "note":
                yield first + text.count("\n", 0, comment.start), comment.inner(text)
