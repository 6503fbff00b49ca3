"""Possession: a prop is with one person or at one place, until it is given, left or destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.names import touching
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known

_HANDLING = (Verb.TAKES, Verb.HAS, Verb.GIVES, Verb.LEAVES)


def possession(case: Case) -> Iterator[Finding]:
    """Find a prop that somebody else has, that is elsewhere, or that is destroyed."""
    happening = case.happening
    prop = happening.value
    if happening.verb not in _HANDLING or not prop or not happening.who:
        return
    if fact := _lost(case, prop):
        yield case.finding(
            "prop_lost",
            "possession",
            f"{case.prop(prop)} is destroyed",
            fact=fact,
            repair="use another prop, or move this before its destruction",
        )
        return
    holder, place, fact = _whereabouts(case, prop)
    if holder and holder != happening.who:
        if happening.verb == Verb.TAKES and holder in case.company:
            return
        kind = "held_by_other" if happening.verb in (Verb.HAS, Verb.TAKES) else "not_held"
        yield case.finding(
            kind,
            "possession",
            f"{case.prop(prop)} is with {case.person(holder)}, not with {case.name}",
            fact=fact,
            repair=f"let {case.person(holder)} hand it over first: "
            f"[[canon: {case.person(holder)} gives {case.prop(prop)} to {case.name}]]",
        )
    elif place and case.scene.place and not touching(case.canon, place, case.scene.place):
        yield case.finding(
            "prop_elsewhere",
            "possession",
            f"{case.prop(prop)} is at {case.place(place)}, not here",
            fact=fact,
            repair=f"fetch it in a scene at {case.place(place)} first: [[canon: {case.name} takes {case.prop(prop)}]]",
        )


def _lost(case: Case, prop: str) -> str:
    if gone := case.before.find(Known.GONE, f"props/{prop}"):
        return f"{case.prop(prop)} was destroyed in {gone.where}"
    known = case.canon.props.get(prop)
    if known and known.lost and case.over(known.lost) is True:
        return case.context.cite(f"props.{prop}.lost", known.lost, known.source)
    return ""


def _whereabouts(case: Case, prop: str) -> tuple[str, str, str]:
    """Return who has a prop or where it is, and the fact that states it."""
    if held := case.before.find(Known.HOLDS, prop):
        return held.object, "", f"{case.person(held.object)} has it since {held.where}"
    if lies := case.before.find(Known.LIES, prop):
        return "", lies.object, f"it lies at {case.place(lies.object)} since {lies.where}"
    known = case.canon.props.get(prop)
    if known is None or case.scene.mode != "present":
        return "", "", ""
    if known.held_by:
        return known.held_by, "", case.context.cite(f"props.{prop}.held_by", known.held_by, known.source)
    if known.kept_at:
        return "", known.kept_at, case.context.cite(f"props.{prop}.kept_at", known.kept_at, known.source)
    return "", "", ""
