"""Scene headings: recognises them and reads number, place and time of day."""

from __future__ import annotations

import re
from typing import NamedTuple

from reelmake.crafts.story.markup import HIDDEN, plain
from reelmake.crafts.story.source import SourceLine
from reelmake.documents.lexicon.times_of_day import LIGHTS
from reelmake.documents.script import SceneSetting

_PREFIX = re.compile(r"(?i)(INT\.?/EXT|EXT\.?/INT|I/E|E/I|INT|EXT|EST)(?:\.[ \t]*|[ \t]+)")
_SETTINGS = {"int": SceneSetting.INTERIOR, "ext": SceneSetting.EXTERIOR, "est": SceneSetting.EXTERIOR}
_NUMBER = re.compile(rf"[\s{HIDDEN}]*#([^#{HIDDEN}]*[^#{HIDDEN}\s][^#{HIDDEN}]*)#[\s{HIDDEN}]*$")
_SEPARATOR = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*")
_NO_HOUR = "later earlier continuous same moments flashback flashforward present später"
_TIMES = frozenset({*LIGHTS, *_NO_HOUR.split()})


class Heading(NamedTuple):
    """The parts of a scene heading."""

    text: str
    number: str
    forced: bool
    setting: SceneSetting
    location: str
    time_of_day: str


def is_heading(bare: str) -> bool:
    """Say whether a line is a scene heading without being forced."""
    return _PREFIX.match(bare) is not None


def is_forced_heading(bare: str) -> bool:
    """Say whether a full stop forces the line to be a scene heading; an ellipsis does not."""
    return len(bare) > 1 and bare[0] == "." and bare[1].isalnum()


def read_heading(line: SourceLine) -> Heading:
    """Return the parts of a heading. Comments stay in its text; comments after the number move before it."""
    raw, number = line.raw, ""
    if found := _NUMBER.search(line.mask):
        number = found.group(1).strip()
        behind = raw[found.end(1) + 1 :].strip()
        hidden_before = raw[found.start() : found.start(1) - 1].strip()
        raw = " ".join(piece for piece in (raw[: found.start()].strip(), hidden_before, behind) if piece)
    raw = raw.strip()
    forced = is_forced_heading(line.bare)
    if forced:
        raw = raw[1:]
    return Heading(raw, number, forced, *read_place(raw))


def read_place(heading: str) -> tuple[SceneSetting, str, str]:
    """Return the setting of a heading, its place and its time of day.

    The text after the last dash is the time of day only if it has a word for one; else it is part of the place, like
    LAMP ROOM in ``INT. LIGHTHOUSE - LAMP ROOM``.
    """
    text = plain(heading)
    setting = SceneSetting.UNSTATED
    if prefix := _PREFIX.match(text + " "):
        setting = _SETTINGS.get(prefix.group(1).casefold(), SceneSetting.BOTH)
        text = text[prefix.end() :].strip()
    dashes = list(_SEPARATOR.finditer(text))
    if not dashes:
        return setting, text, ""
    place, time = text[: dashes[-1].start()].strip(), text[dashes[-1].end() :].strip()
    if place and _is_time(time):
        return setting, place, time
    return setting, text, ""


def _is_time(text: str) -> bool:
    words = re.findall(r"\w+", text.casefold())
    return any(word in _TIMES for word in words) or any(word.isdigit() and len(word) in (2, 4) for word in words)
