"""The notes that direct: ``[[sfx: thunder]]`` and ``[[mood: tense]]``. All other notes leave the film alone."""

from __future__ import annotations

import re

_INLINE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_DIRECTION = re.compile(r"\s*(sfx|mood)\s*:\s*(.+?)\s*", re.IGNORECASE | re.DOTALL)
_LONGEST = 60


def inline_directions(text: str, name: str) -> tuple[str, ...]:
    """Return what the notes inside a written text say for ``name``: ``sfx`` or ``mood``."""
    return tuple(value for note in _INLINE.findall(text) for value in direction(note, name))


def direction(note: str, name: str) -> tuple[str, ...]:
    """Return what one note says for ``name``; a comma separates several."""
    inner = note.strip().removeprefix("[[").removesuffix("]]")
    found = _DIRECTION.fullmatch(inner)
    if found is None or found[1].lower() != name:
        return ()
    values = (" ".join(value.split()).lower()[:_LONGEST].strip() for value in found[2].split(","))
    return tuple(value for value in values if value)


def without_notes(text: str) -> str:
    """Return written text without its inline notes."""
    return _INLINE.sub(" ", text)
