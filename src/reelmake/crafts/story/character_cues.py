"""Character cues: whether a line is one, and the name, extensions and side it gives."""

from __future__ import annotations

import re
from typing import NamedTuple

from reelmake.crafts.story.markup import HIDDEN
from reelmake.crafts.story.source import Line

_EXTENSION = re.compile(r"\s*\(([^()]*)\)\s*$")
_WRAPPING = ("***", "**", "*", "_")


class Cue(NamedTuple):
    """A cue taken apart."""

    speaker: str
    extensions: tuple[str, ...]
    dual: bool
    forced: bool


def read_cue(bare: str) -> Cue | None:
    """Take a cue apart; None when the line cannot be one.

    Without ``@`` a name must be in capitals. Scripts without capitals, such as Arabic, Hebrew
    and Chinese, need it.
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
    return Cue(_unwrapped(name), tuple(extensions), dual, forced)


def cue_text(speaker: str, extensions: tuple[str, ...]) -> str:
    """Return a cue's text as we write it."""
    return speaker + "".join(f" ({extension})" for extension in extensions)


def cue_as_written(line: Line, cue: Cue) -> str:
    """Return the cue's text if the name and the extensions do not give it back: it holds a comment or emphasis."""
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
