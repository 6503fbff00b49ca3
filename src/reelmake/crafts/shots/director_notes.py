"""Notes that direct the film: ``[[sfx: thunder]]`` and ``[[mood: tense]]``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from reelmake.documents.script import Note

_LONGEST = 60


def noted_values(notes: Iterable[Note], key: Literal["sfx", "mood"]) -> tuple[str, ...]:
    """Return what notes state under a key, in lower case; a comma separates several values."""
    values = (
        " ".join(value.split()).lower()[:_LONGEST].strip()
        for note in notes
        if note.key == key
        for value in note.value.split(",")
    )
    return tuple(filter(None, values))
