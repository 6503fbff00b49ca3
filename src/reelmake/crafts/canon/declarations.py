"""The statements of a script's canon notes, with their source lines."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.canon.note_grammar import CANON_KEY, Statement, parse, statements_in
from reelmake.documents.script import Scene


@dataclass(frozen=True)
class Declaration:
    """One statement; ``says`` is None when the grammar has no form for it."""

    line: int
    text: str
    says: Statement | None


def declarations_of(scene: Scene) -> list[Declaration]:
    """Return every statement of a scene's canon notes, in the order of their lines."""
    found = [
        Declaration(note.line + below, text, parse(text))
        for note in scene.all_notes()
        if note.key == CANON_KEY
        for below, text in statements_in(note.value)
    ]
    return sorted(found, key=lambda declaration: declaration.line)
