"""Places: they are where and what the canon states, until they are destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.happenings import APPEARS, OPENS
from reelmake.crafts.canon.names import place_names, place_parts, touching, within
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known


def settings(case: Case) -> Iterator[Finding]:
    """Find an interior location in an EXT. heading, or the other way round."""
    known = case.canon.locations.get(case.happening.place)
    if case.happening.verb != OPENS or known is None or not known.setting:
        return
    if case.scene.setting in ("int", "ext") and case.scene.setting != known.setting:
        yield case.finding(
            "wrong_setting",
            "location",
            f"{known.name} is {case.scene.setting.upper()}. here",
            fact=case.context.cite(f"locations.{case.happening.place}.setting", known.setting, known.source),
            severity="CRITICAL",
            repair=f"write {known.setting.upper()}. in the heading, or use the name of the intended location",
        )


def insides(case: Case) -> Iterator[Finding]:
    """Find a heading that puts a location inside the wrong one."""
    if case.happening.verb != OPENS:
        return
    find = case.context.names.places.find
    if find(case.scene.location):
        return
    around = next((key for name in place_names(case.scene.location) if (key := find(name))), "")
    for part in place_parts(case.scene.location):
        key = find(part)
        known = case.canon.locations.get(key)
        if key and around and known and known.inside and not touching(case.canon, key, around):
            yield case.finding(
                "wrong_inside",
                "location",
                f"{known.name} is in {case.place(around)} here",
                fact=case.context.cite(f"locations.{key}.inside", known.inside, known.source),
                severity="CRITICAL",
                repair=f"write {case.place(known.inside)} - {known.name} in the heading",
            )


def lost_places(case: Case) -> Iterator[Finding]:
    """Find a scene at a destroyed location."""
    if case.happening.verb != OPENS:
        return
    place = case.happening.place
    while place:
        known = case.canon.locations.get(place)
        fact = ""
        if gone := case.before.find(Known.GONE, f"locations/{place}"):
            fact = f"{case.place(place)} was destroyed in {gone.where}"
        elif known and known.lost and case.over(known.lost) is not False:
            fact = case.context.cite(f"locations.{place}.lost", known.lost, known.source)
        if fact:
            yield case.finding(
                "place_lost",
                "location",
                f"the scene plays at {case.place(place)}, which is destroyed",
                fact=fact,
                severity="CRITICAL",
                repair="move the scene, declare the ruin as a new location, or write [[canon: flashback]]",
            )
            return
        place = (known.inside or "") if known else ""


def confined(case: Case) -> Iterator[Finding]:
    """Find somebody in person who is confined elsewhere."""
    happening = case.happening
    if happening.verb not in (APPEARS, Verb.HERE, Verb.AT) or not happening.place or not case.real(happening.who):
        return
    for key, state in case.canon.states.items():
        if state.who != happening.who or state.kind != "confined" or not state.at:
            continue
        if case.holds(state.since, state.until) and not within(case.canon, happening.place, state.at):
            yield case.finding(
                "confined_elsewhere",
                "location",
                f"{case.name} is at {case.place(happening.place)} and cannot leave {case.place(state.at)}",
                fact=case.context.cite(f"states.{key}", state.says or f"confined at {state.at}", state.source),
                severity="CRITICAL",
                repair=f"move the scene to {case.place(state.at)}, or let {case.name} only be heard: (V.O.)",
            )
