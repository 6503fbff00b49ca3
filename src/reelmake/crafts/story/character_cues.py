"""Character cues: recognises them and reads name, extensions and side."""

from __future__ import annotations

import re
from typing import NamedTuple

from reelmake.crafts.story.markup import HIDDEN
from reelmake.crafts.story.source import SourceLine

_EXTENSION = re.compile(r"\s*\(([^()]*)\)\s*$")
_WRAPPING = ("***", "**", "*", "_")


class CharacterCue(NamedTuple):
    """The parts of a character cue."""

    speaker: str
    extensions: tuple[str, ...]
    dual: bool
    forced: bool


def read_cue(bare: str) -> CharacterCue | None:
    """Return the parts of a cue; None when the line cannot be one.

    Without ``@`` a name must be in capitals. Writing without capitals, such as Arabic, Hebrew and Chinese, needs it.
    """
    forced = bare.startswith("@")
    text = bare[1:].strip() if forced else bare
    dual = text.endswith("^")
    if dual:
        text = text[:-1].rstrip()
    extensions: list[str] = []
    while found := _EXTENSION.search(text):
        extensions.insert(0, " ".join(found.group(1).split()))
        text = text[: found.start()]
    name = " ".join(text.split())
    if not _unwrapped(name) or not (forced or _is_in_capitals(name)):
        return None
    return CharacterCue(_unwrapped(name), tuple(extensions), dual, forced)


def cue_text(speaker: str, extensions: tuple[str, ...]) -> str:
    """Return the text of a cue in its usual form: ``NAME (EXTENSION)``."""
    return speaker + "".join(f" ({extension})" for extension in extensions)


def cue_as_written(line: SourceLine, cue: CharacterCue) -> str:
    """Return the cue's text if it has a comment or emphasis, which name and extensions do not keep; else empty."""
    raw, mask = line.raw, line.mask
    if cue.dual:
        caret = mask.rindex("^")
        raw = f"{raw[:caret].rstrip()} {raw[caret + 1 :].lstrip()}"
    text = raw.strip()
    if cue.forced:
        text = text[1:].strip()
    if HIDDEN in mask or any(text.startswith(mark) for mark in _WRAPPING):
        return text
    return ""


def _is_in_capitals(name: str) -> bool:
    if name.endswith(":"):
        return False
    return any(char.isupper() for char in name) and not any(char.islower() and char != "ß" for char in name)


def _unwrapped(name: str) -> str:
    for mark in _WRAPPING:
        if len(name) > 2 * len(mark) and name.startswith(mark) and name.endswith(mark):
            return name[len(mark) : -len(mark)].strip()
    return name
