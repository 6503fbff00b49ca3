"""What a path under ``assets/`` says: kind, subject and tags."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from reelmake.crafts.assets.file_type import Unusable
from reelmake.kernel.errors import did_you_mean, one_line
from reelmake.kernel.ids import is_slug, slug

KINDS: dict[str, str] = {
    "character": "character",
    "characters": "character",
    "location": "location",
    "locations": "location",
    "prop": "prop",
    "props": "prop",
    "music": "music",
    "sfx": "sfx",
}
"""Directories of the library, and the kind of what lies in them."""
MEDIA_OF: dict[str, tuple[str, ...]] = {
    "character": ("picture",),
    "location": ("picture", "video"),
    "prop": ("picture",),
    "music": ("audio",),
    "sfx": ("audio",),
}
_PUNCTUATION = frozenset(" ._-+,()&@#=")
_LAYOUT = "assets/<kind>/<id>/<name>.<ext>, the kind one of character, location, prop, music, sfx"


@dataclass(frozen=True)
class Name:
    """A path of the library, read."""

    kind: str
    subject_id: str
    tags: tuple[str, ...]


def read_name(path: PurePosixPath) -> Name:
    """Return what a path such as ``assets/location/pier/night.png`` says; raise ``Unusable`` where it says nothing."""
    for part in path.parts:
        _require_plain(part)
    parts = path.parts[1:]
    if len(parts) < 2:
        raise Unusable("it lies in no kind's directory", f"move it to {_LAYOUT}")
    kind = KINDS.get(parts[0].lower())
    if kind is None:
        near = did_you_mean(parts[0].lower(), KINDS)
        raise Unusable(f"assets/{one_line(parts[0])}/ is no kind of asset{near}", f"move it to {_LAYOUT}")
    if len(parts) > 3:
        raise Unusable("it lies too deep", f"move it to {_LAYOUT}")
    if len(parts) == 3:
        return Name(kind, subject_id(parts[1]), tags_of(path.stem))
    subject, _, rest = path.stem.partition(".")
    return Name(kind, subject_id(subject), tags_of(rest))


def subject_id(name: str) -> str:
    """Return the id a directory or file is named for: an id as it stands, any other name as ids are made of names."""
    return name if is_slug(name) else slug(name)


def tags_of(stem: str) -> tuple[str, ...]:
    """Return the words of a file's name, lower case, each once, in order."""
    words = (word for word in re.split(r"[-_.\s]+", unicodedata.normalize("NFC", stem).lower()) if word)
    return tuple(dict.fromkeys(words))


def _require_plain(part: str) -> None:
    for char in part:
        if not (char.isalnum() or char in _PUNCTUATION or unicodedata.category(char).startswith("M")):
            shown = repr(char) if char.isprintable() else f"U+{ord(char):04X}"
            raise Unusable(
                f"its name holds the character {shown}",
                "rename it; letters and digits of any script, spaces and . _ - + , ( ) & @ # = are allowed",
            )
    if part.startswith("-"):
        raise Unusable("its name begins with a dash", "rename it")
