"""Parses a path under ``assets/`` into kind, subject and tags."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from reelmake.crafts.assets.file_type import UnusableFile
from reelmake.kernel.errors import did_you_mean, one_line
from reelmake.kernel.ids import is_slug, slug

KIND_OF_DIRECTORY: dict[str, str] = {
    "character": "character",
    "characters": "character",
    "location": "location",
    "locations": "location",
    "prop": "prop",
    "props": "prop",
    "music": "music",
    "sfx": "sfx",
}
"""The library's directories, and the kind of the files in each."""
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
class LibraryPath:
    """What a path in the library says about its file."""

    kind: str
    subject_id: str
    tags: tuple[str, ...]


def parse_library_path(path: PurePosixPath) -> LibraryPath:
    """Parse a path such as ``assets/location/pier/night.png``; raise ``UnusableFile`` if it has another layout."""
    for part in path.parts:
        _require_plain_name(part)
    parts = path.parts[1:]
    if len(parts) < 2:
        raise UnusableFile("it is not in the directory of a kind", f"move it to {_LAYOUT}")
    kind = KIND_OF_DIRECTORY.get(parts[0].lower())
    if kind is None:
        near = did_you_mean(parts[0].lower(), KIND_OF_DIRECTORY)
        raise UnusableFile(f"assets/{one_line(parts[0])}/ is not a kind of asset{near}", f"move it to {_LAYOUT}")
    if len(parts) > 3:
        raise UnusableFile("it is nested too deep", f"move it to {_LAYOUT}")
    if len(parts) == 3:
        return LibraryPath(kind, subject_id(parts[1]), tags_of(path.stem))
    subject, _, rest = path.stem.partition(".")
    return LibraryPath(kind, subject_id(subject), tags_of(rest))


def subject_id(name: str) -> str:
    """Return the id of the subject that a directory or file is named after; a name that is not an id becomes one."""
    return name if is_slug(name) else slug(name)


def tags_of(stem: str) -> tuple[str, ...]:
    """Return the words of a file's name in lower case, each once, in order."""
    words = (word for word in re.split(r"[-_.\s]+", unicodedata.normalize("NFC", stem).lower()) if word)
    return tuple(dict.fromkeys(words))


def _require_plain_name(part: str) -> None:
    for char in part:
        if not (char.isalnum() or char in _PUNCTUATION or unicodedata.category(char).startswith("M")):
            shown = repr(char) if char.isprintable() else f"U+{ord(char):04X}"
            raise UnusableFile(
                f"its name contains the character {shown}",
                "rename it; letters and digits of any script, spaces and . _ - + , ( ) & @ # = are allowed",
            )
    if part.startswith("-"):
        raise UnusableFile("its name begins with a dash", "rename it")
