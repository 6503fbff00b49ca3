"""What a script declares to be new in the series, in notes: ``[[canon: new character NAME]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reelmake.documents.canon import folded
from reelmake.documents.markup import notes_in
from reelmake.documents.script import ElementKind, Script

_DECLARATION = re.compile(r"\s*canon\s*:\s*new\s+(character|location)\s+(\S.*?)\s*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Declared:
    """Names declared new, folded."""

    characters: frozenset[str]
    locations: frozenset[str]


def declared_in(script: Script) -> Declared:
    """Return every name the script's notes declare, wherever in the script they stand."""
    names: dict[str, set[str]] = {"character": set(), "location": set()}
    for note in _notes(script):
        if found := _DECLARATION.fullmatch(note):
            names[found[1].lower()].add(folded(found[2]))
    return Declared(frozenset(names["character"]), frozenset(names["location"]))


def _notes(script: Script) -> Iterator[str]:
    for scene in script.scenes:
        yield from notes_in(scene.heading)
        for element in scene.elements:
            if element.kind is ElementKind.NOTE:
                yield element.text
            elif element.kind is not ElementKind.BONEYARD:
                yield from notes_in(element.text)
                yield from notes_in(element.cue)
            for part in element.parts:
                if part.kind == "note":
                    yield part.text
                elif part.kind != "boneyard":
                    yield from notes_in(part.text)
