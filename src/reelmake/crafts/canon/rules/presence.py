"""Presence: everybody is in one place at a time, and needs time to travel."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.happenings import APPEARS
from reelmake.crafts.canon.names import touching, within
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.story_time import format_minute
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known, StandingFact

_IN_PERSON = (APPEARS, Verb.HERE, Verb.AT)


def two_places(case: Case) -> Iterator[Finding]:
    """Find somebody in person in two places at the same time."""
    seen = _elsewhere(case)
    if seen is not None and _at_once(case, seen):
        yield case.finding(
            "two_places",
            "presence",
            f"{case.name} is at {case.place(case.happening.place)} and at {case.place(seen.object)} at the same time",
            fact=f"{case.name} is at {case.place(seen.object)} in {seen.where}",
            repair=f"move one of the scenes in time, leave {case.name} out of one, or let them only be heard: (V.O.)",
        )


def too_fast(case: Case) -> Iterator[Finding]:
    """Find somebody who has travelled further than the time between two scenes allows."""
    seen = _elsewhere(case)
    if seen is None or _at_once(case, seen):
        return
    journey = _journey(case, seen.object, case.happening.place)
    if journey is None:
        return
    key, minutes, source = journey
    allowed = _longest(case, seen)
    if allowed is not None and allowed < minutes:
        yield case.finding(
            "too_fast",
            "travel",
            f"{case.name} comes from {case.place(seen.object)} to {case.place(case.happening.place)} "
            f"in {allowed} minutes at most",
            fact=f"{case.context.cite(f'journeys.{key}.minutes', minutes, source)}; last seen in {seen.where}",
            repair=f"let at least {minutes} minutes pass between the scenes"
            + (f": not before {format_minute(seen.first + minutes)}" if seen.first is not None else ""),
        )


def absent(case: Case) -> Iterator[Finding]:
    """Find somebody in person who is absent."""
    happening = case.happening
    if happening.verb not in _IN_PERSON or not case.real(happening.who):
        return
    for key, state in case.canon.states.items():
        if state.who == happening.who and state.kind == "absent" and case.holds(state.since, state.until):
            yield case.finding(
                "absent_present",
                "presence",
                f"{case.name} is in the scene in person, but absent in the canon",
                fact=case.context.cite(f"states.{key}", state.says or "absent", state.source),
                repair=f"leave {case.name} out, or let them only be heard: (V.O.), (ON PHONE)",
            )


def _elsewhere(case: Case) -> StandingFact | None:
    """Return where somebody was last, if it is another place."""
    happening = case.happening
    if happening.verb not in _IN_PERSON or not happening.place or not case.real(happening.who):
        return None
    seen = case.before.find(Known.SEEN, happening.who)
    if seen is None or touching(case.canon, seen.object, happening.place):
        return None
    return seen


def _at_once(case: Case, seen: StandingFact) -> bool:
    here = case.scene.position
    if seen.detail == f"{here.episode}/{case.scene.id}":
        return True
    if case.scene.meanwhile and seen.detail == f"{here.episode}/{case.scene.before}":
        return True
    stated = case.scene.stated
    exact = stated is not None and stated.first is not None and stated.first == stated.last
    return exact and stated is not None and seen.first == seen.last == stated.first


def _longest(case: Case, seen: StandingFact) -> int | None:
    """Return the most minutes since somebody was seen; None if that is unknown."""
    stated = case.scene.stated
    if stated is not None and stated.last is not None and seen.first is not None:
        return max(0, stated.last - seen.first)
    if case.scene.gap is not None and seen.detail == f"{case.scene.position.episode}/{case.scene.before}":
        return case.scene.gap
    return None


def _journey(case: Case, start: str, end: str) -> tuple[str, int, str] | None:
    for key, journey in case.canon.journeys.items():
        one, other = journey.between
        if (within(case.canon, start, one) and within(case.canon, end, other)) or (
            within(case.canon, start, other) and within(case.canon, end, one)
        ):
            return key, journey.minutes, journey.source
    return None
