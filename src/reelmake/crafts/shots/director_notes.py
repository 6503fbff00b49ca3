"""The notes that direct: ``[[sfx: thunder]]`` and ``[[mood: tense]]``. All other notes leave the film alone."""

from __future__ import annotations

import re
from typing import Literal

from reelmake.documents.markup import notes_in

Direction = Literal["sfx", "mood"]

_DIRECTION = re.compile(r"\s*(sfx|mood)\s*:(.*)", re.IGNORECASE | re.DOTALL)
_LONGEST = 60


def inline_directions(text: str, name: Direction) -> tuple[str, ...]:
    """Return what the notes inside a written text say for ``name``."""
    return tuple(value for note in notes_in(text) for value in direction(note, name))


def direction(note: str, name: Direction) -> tuple[str, ...]:
    """Return what one note says for ``name``, with or without its brackets; a comma separates several."""
    found = _DIRECTION.fullmatch(note.strip().removeprefix("[[").removesuffix("]]"))
    if found is None or found[1].lower() != name:
        return ()
    values = (" ".join(value.split()).lower()[:_LONGEST].strip() for value in found[2].split(","))
    return tuple(value for value in values if value)
