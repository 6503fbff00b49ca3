"""Names: everybody and every place is known, and nobody goes by another's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reelmake.crafts.canon.case import Case, Truth
from reelmake.crafts.canon.happenings import OPENS, SPEAKS, UNCLEAR, Reading
from reelmake.crafts.canon.names import place_names
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.canon import folded
from reelmake.documents.verdict import Finding
from reelmake.kernel.errors import one_line


@dataclass
class _Unknown:
    """A name nobody knows: as first written, where, and how often."""

    name: str
    scene_id: str
    line: int
    times: int = 0


def unknown_speakers(reading: Reading, truth: Truth) -> Iterator[Finding]:
    """Find every speaker who is neither in the canon nor declared new."""
    people = truth.names.people
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
            fact=f"{truth.canon_path} has {len(truth.canon.characters)} characters",
            repair=_correct(near, "cue")
            + f"declare the character new with the note [[canon: new character {shown}]]; "
            + "put ! before the line if it is action and no cue",
        )


def unknown_locations(reading: Reading, truth: Truth) -> Iterator[Finding]:
    """Find every place that is neither in the canon, nor inside one that is, nor declared new."""
    places = truth.names.places
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
            fact=f"{truth.canon_path} has {len(truth.canon.locations)} locations",
            repair=_correct(near, "heading") + f"declare the place new with the note [[canon: new location {shown}]]",
        )


def unclear_notes(case: Case) -> Iterator[Finding]:
    """Find canon notes that say nothing the grammar knows: what they meant to declare would be missed."""
    if case.happening.verb == UNCLEAR:
        shown = one_line(case.happening.written)
        yield case.finding(
            "note_unclear",
            "note",
            f'the canon note "{shown}" is not understood',
            fact="docs/canon.md lists every statement a note may make",
            repair="write it in one of these forms, such as [[canon: NAME dies]], or take the word `canon:` away",
        )


def unknown_in_notes(case: Case) -> Iterator[Finding]:
    """Find people, places and things that a note names and nobody knows."""
    for kind, name in case.happening.missing:
        names = case.truth.names
        register = {"character": names.people, "location": names.places, "prop": names.props}[kind]
        near, shown = register.nearest(name), one_line(name)
        yield case.finding(
            f"unknown_{kind}" if kind != "location" else "unknown_place",
            {"character": "name", "location": "location", "prop": "possession"}[kind],
            f'{kind} "{shown}" is not in the canon{_question(near)}',
            fact=f"{case.truth.canon_path} has {len(register.shown)} of these",
            repair=_correct(near, "note") + f"declare it new with the note [[canon: new {kind} {shown}]]",
        )


def names_of_others(case: Case) -> Iterator[Finding]:
    """Find a name given to one who has another, or who shares it with somebody."""
    happening = case.happening
    if happening.verb not in (Verb.CALLED, Verb.ALIAS) or not happening.who:
        return
    owner = case.truth.names.people.find(happening.value)
    shown = one_line(happening.value)
    if owner and owner != happening.who:
        yield case.finding(
            "name_taken",
            "name",
            f'"{shown}" is the name of {case.person(owner)}, not of {case.name}',
            fact=case.truth.cite(f"characters.{owner}", case.person(owner)),
            repair=f"give {case.name} another name here; if one passes for the other in this scene, "
            f"write [[canon: {shown} here is {case.name}]]",
        )
    elif not owner:
        known = case.canon.characters.get(happening.who)
        also = f", also {', '.join(known.aliases)}" if known and known.aliases else ""
        yield case.finding(
            "name_wrong",
            "name",
            f'{case.name} is called "{shown}" here',
            fact=case.truth.cite(
                f"characters.{happening.who}.name", f"{case.name}{also}", known.source if known else ""
            ),
            repair=f'write "{case.name}", or [[canon: alias {shown} = {case.name}]] if the name is another of theirs',
        )


def _all(reading: Reading, verb: str) -> Iterator[tuple]:  # type: ignore[type-arg]
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
