"""Names: every character and location is known, and no name belongs to two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reelmake.crafts.canon.case import CanonContext, Case
from reelmake.crafts.canon.happenings import OPENS, SPEAKS, UNCLEAR, ScriptReading
from reelmake.crafts.canon.names import place_names
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.canon import folded
from reelmake.documents.verdict import Finding
from reelmake.kernel.errors import one_line


@dataclass
class _Unknown:
    """An unknown name: as first written, where, and how often."""

    name: str
    scene_id: str
    line: int
    times: int = 0


def unknown_speakers(reading: ScriptReading, context: CanonContext) -> Iterator[Finding]:
    """Find speakers who are neither in the canon nor declared new."""
    people = context.names.people
    for found in _unknown((scene.id, one.line, one.written) for scene, one in _all(reading, SPEAKS) if not one.who):
        near = people.nearest(found.name)
        shown = one_line(found.name)
        yield Finding(
            kind="unknown_speaker",
            family="name",
            severity="HIGH",
            scene_id=found.scene_id,
            line=found.line,
            what=f'character "{shown}" is not in the canon{_times(found, "cue")}{_question(near)}',
            fact=f"{context.canon_path} has {len(context.canon.characters)} characters",
            repair=_correct(near, "cue")
            + f"declare the character new with the note [[canon: new character {shown}]]; "
            + "put ! before the line if it is an action",
        )


def unknown_locations(reading: ScriptReading, context: CanonContext) -> Iterator[Finding]:
    """Find locations that are neither in the canon, nor inside one that is, nor declared new."""
    places = context.names.places
    scenes = (
        (scene.id, one.line, one.written)
        for scene, one in _all(reading, OPENS)
        if one.written.strip() and not one.place
    )
    for found in _unknown(scenes):
        near = places.nearest(place_names(found.name)[-1]) or places.nearest(found.name)
        near = near.upper() if found.name.isupper() else near
        shown = one_line(found.name)
        yield Finding(
            kind="unknown_location",
            family="location",
            severity="HIGH",
            scene_id=found.scene_id,
            line=found.line,
            what=f'location "{shown}" is not in the canon{_times(found, "scene")}{_question(near)}',
            fact=f"{context.canon_path} has {len(context.canon.locations)} locations",
            repair=_correct(near, "heading") + f"declare the place new with the note [[canon: new location {shown}]]",
        )


def unclear_notes(case: Case) -> Iterator[Finding]:
    """Find canon notes that the grammar does not understand; their declarations would be lost."""
    if case.happening.verb == UNCLEAR:
        shown = one_line(case.happening.written)
        yield case.finding(
            "note_unclear",
            "note",
            f'the canon note "{shown}" is not understood',
            fact="docs/canon.md lists every statement",
            repair="write it in one of these forms, such as [[canon: NAME dies]], or remove the word `canon:`",
        )


def unknown_in_notes(case: Case) -> Iterator[Finding]:
    """Find unknown people, places and props in notes."""
    for kind, name in case.happening.missing:
        names = case.context.names
        register = {"character": names.people, "location": names.places, "prop": names.props}[kind]
        near, shown = register.nearest(name), one_line(name)
        yield case.finding(
            f"unknown_{kind}" if kind != "location" else "unknown_place",
            {"character": "name", "location": "location", "prop": "possession"}[kind],
            f'{kind} "{shown}" is not in the canon{_question(near)}',
            fact=f"{case.context.canon_path} has {len(register.shown)} of these",
            repair=_correct(near, "note") + f"declare it new with the note [[canon: new {kind} {shown}]]",
        )


def names_of_others(case: Case) -> Iterator[Finding]:
    """Find a name that belongs to somebody else, or that is new for a known character."""
    happening = case.happening
    if happening.verb not in (Verb.CALLED, Verb.ALIAS) or not happening.who:
        return
    owner = case.context.names.people.find(happening.value)
    shown = one_line(happening.value)
    if owner and owner != happening.who:
        yield case.finding(
            "name_taken",
            "name",
            f'"{shown}" is the name of {case.person(owner)}, not of {case.name}',
            fact=case.context.cite(f"characters.{owner}", case.person(owner)),
            repair=f"give {case.name} another name here; if one pretends to be the other in this scene, "
            f"write [[canon: {shown} here is {case.name}]]",
        )
    elif not owner:
        known = case.canon.characters.get(happening.who)
        also = f", also {', '.join(known.aliases)}" if known and known.aliases else ""
        yield case.finding(
            "name_wrong",
            "name",
            f'{case.name} is called "{shown}" here',
            fact=case.context.cite(
                f"characters.{happening.who}.name", f"{case.name}{also}", known.source if known else ""
            ),
            repair=f'write "{case.name}", or [[canon: alias {shown} = {case.name}]] if it is another name of theirs',
        )


def _all(reading: ScriptReading, verb: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    return ((scene, one) for scene in reading.scenes for one in scene.happenings if one.verb == verb)


def _unknown(written: Iterable[tuple[str, int, str]]) -> list[_Unknown]:
    found: dict[str, _Unknown] = {}
    for scene_id, line, name in written:
        found.setdefault(folded(name), _Unknown(name, scene_id, line)).times += 1
    return list(found.values())


def _question(near: str) -> str:
    return f'; did you mean "{near}"?' if near else ""


def _correct(near: str, place: str) -> str:
    return f'write "{near}" in the {place}, or ' if near else ""


def _times(found: _Unknown, unit: str) -> str:
    return f" ({found.times} {unit}s)" if found.times > 1 else ""
