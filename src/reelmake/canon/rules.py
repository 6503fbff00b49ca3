"""The rules a script is judged by. Each reads the facts and returns what it found."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reelmake.canon.declarations import Declared
from reelmake.documents.canon import Canon, folded
from reelmake.documents.errors import one_line
from reelmake.documents.script import Script
from reelmake.documents.verdict import Finding

_INSIDE = re.compile(r"\s+[-–—]+\s+|\s*[–—/]\s*")


@dataclass(frozen=True)
class Facts:
    """What a rule may look at."""

    script: Script
    canon: Canon
    declared: Declared
    canon_path: str
    script_path: str


Rule = Callable[[Facts], Iterable[Finding]]


@dataclass
class _Unknown:
    """A name the canon does not have: as first written, where, and how often."""

    name: str
    scene_id: str
    line: int
    times: int = 1


def unknown_speakers(facts: Facts) -> Iterable[Finding]:
    """Find every speaker who is neither in the canon nor declared new."""
    known = facts.canon.character_ids()
    unknown: dict[str, _Unknown] = {}
    for scene in facts.script.scenes:
        for element in scene.elements:
            name = folded(element.speaker)
            if name and name not in known and name not in facts.declared.characters:
                _note(unknown, name, element.speaker, scene.id, element.source.first)
    names = {folded(name): name for who in facts.canon.characters.values() for name in (who.name, *who.aliases)}
    for key, found in unknown.items():
        near = _nearest(key, found.name, names)
        shown = one_line(found.name)
        yield Finding(
            kind="unknown_speaker",
            severity="HIGH",
            scene_id=found.scene_id,
            line=found.line,
            what=f'character "{shown}" is not in the canon{_times(found, "cue")}{_question(near)}',
            fact=f"{facts.canon_path} has {len(facts.canon.characters)} characters",
            repair=_correct(near, "cue")
            + f"declare the character new with the note [[canon: new character {shown}]]; "
            + "put ! before the line if it is action and no cue",
        )


def unknown_locations(facts: Facts) -> Iterable[Finding]:
    """Find every place that is neither in the canon, nor inside one that is, nor declared new."""
    known = facts.canon.location_ids()
    unknown: dict[str, _Unknown] = {}
    for scene in facts.script.scenes:
        names = _places(scene.location)
        if names and not any(name in known or name in facts.declared.locations for name in names):
            _note(unknown, names[0], scene.location, scene.id, scene.source.first)
    canonical = {
        folded(name): name for place in facts.canon.locations.values() for name in (place.name, *place.aliases)
    }
    for key, found in unknown.items():
        near = _nearest(_places(key)[-1], found.name, canonical) or _nearest(key, found.name, canonical)
        shown = one_line(found.name)
        yield Finding(
            kind="unknown_location",
            severity="HIGH",
            scene_id=found.scene_id,
            line=found.line,
            what=f'location "{shown}" is not in the canon{_times(found, "scene")}{_question(near)}',
            fact=f"{facts.canon_path} has {len(facts.canon.locations)} locations",
            repair=_correct(near, "heading") + f"declare the place new with the note [[canon: new location {shown}]]",
        )


RULES: tuple[Rule, ...] = (unknown_speakers, unknown_locations)


def _places(location: str) -> list[str]:
    """Return the folded names a place may be known by: the whole, then what stands before each dash or slash."""
    names = [folded(location)] if location.strip() else []
    for separator in reversed(list(_INSIDE.finditer(location))):
        if before := folded(location[: separator.start()]):
            names.append(before)
    return names


def _note(unknown: dict[str, _Unknown], key: str, name: str, scene_id: str, line: int) -> None:
    if key in unknown:
        unknown[key].times += 1
    else:
        unknown[key] = _Unknown(name, scene_id, line)


def _nearest(key: str, written: str, names: Mapping[str, str]) -> str:
    """Return the known name most like this one, in capitals where the script writes capitals."""
    near = difflib.get_close_matches(key[:200], list(names), n=1, cutoff=0.6)
    if not near:
        return ""
    return names[near[0]].upper() if written.isupper() else names[near[0]]


def _question(near: str) -> str:
    return f'; did you mean "{near}"?' if near else ""


def _correct(near: str, place: str) -> str:
    return f'write "{near}" in the {place}, or ' if near else ""


def _times(found: _Unknown, unit: str) -> str:
    return f" ({found.times} {unit}s)" if found.times > 1 else ""
