"""Applies a happening to the facts: what begins and what ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.facts import Facts
from reelmake.crafts.canon.happenings import APPEARS, OPENS, Happening
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.crafts.canon.rules.relations import direct
from reelmake.documents.canon_consistency import directed
from reelmake.documents.world import Known, StandingFact, StateChange

_BROUGHT_IN = {
    Verb.NEW_CHARACTER: Known.CHARACTER,
    Verb.NEW_LOCATION: Known.LOCATION,
    Verb.NEW_PROP: Known.PROP,
}
Row = tuple[Known, str, str, str]
_QUIET = frozenset({Known.SEEN, Known.CLOCK})
"""Facts that change all the time; reports do not list them."""


@dataclass(frozen=True)
class Outcome:
    """The facts after a happening, and the changes that a report lists."""

    after: Facts
    changes: tuple[StateChange, ...]


def outcome(case: Case) -> Outcome:
    """Return the facts after a happening. A flashback or a dream only adds names."""
    after = case.before
    changes: list[StateChange] = []
    only_names = case.scene.mode != "present"
    for change in _changes(case):
        if only_names and change.fact.kind not in _BROUGHT_IN.values():
            continue
        known = after.facts.get(change.fact.key)
        if change.change == "ends":
            after = after.without(change.fact.key)
        elif known is not None and _says(known) == _says(change.fact) and change.fact.kind not in _QUIET:
            continue
        else:
            after = after.having(change.fact)
        if change.fact.kind not in _QUIET:
            changes.append(change)
    return Outcome(after, tuple(changes))


def _says(fact: StandingFact) -> tuple[str, str, str, str]:
    return fact.kind, fact.subject, fact.object, fact.detail


def _changes(case: Case) -> Iterator[StateChange]:
    """Yield what begins or ends. A happening about an unknown person changes nothing."""
    line = case.happening.line
    for kind, subject, other, detail in _facts(case):
        if subject or kind is Known.CLOCK:
            yield StateChange(change="begins", fact=_fact(case, kind, subject, other, detail), line=line)
    for fact in _ended(case):
        yield StateChange(change="ends", fact=fact, line=line)


def _facts(case: Case) -> Iterable[Row]:
    if case.happening.verb == OPENS:
        return [(Known.CLOCK, "", "", "")] if case.scene.stated else []
    begins = _BEGINS.get(case.happening.verb)
    return begins(case, case.happening) if begins else ()


def _seen(case: Case, now: Happening) -> Iterable[Row]:
    return [(Known.SEEN, now.who, now.place, f"{case.scene.position.episode}/{case.scene.id}")] if now.place else []


def _aged(case: Case, now: Happening) -> Iterable[Row]:
    known = case.canon.characters.get(now.who)
    if (known and known.age is not None) or case.before.find(Known.AGE, now.who) or not now.value.isdigit():
        return []
    return [(Known.AGE, now.who, "", now.value)]


def _destroyed(_case: Case, now: Happening) -> Iterable[Row]:
    thing = f"props/{now.who}" if now.who else f"locations/{now.place}" if now.place else ""
    return [(Known.GONE, thing, "", "")]


def _held(_case: Case, now: Happening) -> Iterable[Row]:
    holder = now.other if now.verb == Verb.GIVES else now.who
    return [(Known.HOLDS, now.value, holder, "")] if holder else []


def _left(_case: Case, now: Happening) -> Iterable[Row]:
    return [(Known.LIES, now.value, now.place, "")] if now.place else []


def _related(_case: Case, now: Happening) -> Iterable[Row]:
    if not (now.who and now.other):
        return []
    who, kind, of = direct(now.who, now.value, now.other)
    return [(Known.RELATED, who, of, kind)]


def _looked(_case: Case, now: Happening) -> Iterable[Row]:
    subject = f"characters/{now.who}" if now.who else f"locations/{now.place}" if now.place else ""
    return [(Known.SOUNDS if now.verb == Verb.VOICE else Known.LOOKS, subject, now.feature.lower(), now.value)]


def _brought_in(case: Case) -> Iterable[Row]:
    kind = _BROUGHT_IN[Verb(case.happening.verb)]
    names = case.context.names
    register = {Known.CHARACTER: names.people, Known.LOCATION: names.places, Known.PROP: names.props}[kind]
    key = register.find(case.happening.value)
    # The note is still in the script after the canon has accepted its fact; it then adds nothing.
    return [(kind, case.happening.value, key, case.happening.feature)] if key in register.new else []


def _ended(case: Case) -> Iterable[StandingFact]:
    now = case.happening
    if now.verb == Verb.THREAD_CLOSED:
        found = case.before.find(Known.THREAD, now.value)
        return [found] if found else []
    if now.verb == Verb.PARTED and now.who and now.other:
        who, kind, of = direct(now.who, now.value, now.other)
        pairs = {(who, of), (of, who)} if kind not in ("parent", "employer") else {(who, of)}
        return [
            fact
            for fact in case.before.all(Known.RELATED)
            if fact.detail == kind and (fact.subject, fact.object) in pairs
        ]
    return []


def _parted(case: Case) -> list[str]:
    """Return the canon's relationships that a note ends."""
    now = case.happening
    who, kind, of = direct(now.who, now.value, now.other)
    found = []
    for key, relation in case.canon.relationships.items():
        one, known, other = directed(relation)
        mirrored = kind not in ("parent", "employer") and (one, other) == (of, who)
        if known == kind and ((one, other) == (who, of) or mirrored):
            found.append(key)
    return found


def _fact(case: Case, kind: Known, subject: str, other: str, detail: str) -> StandingFact:
    stated = case.scene.stated
    return StandingFact(
        kind=kind,
        subject=subject,
        object=other,
        detail=detail,
        first=stated.first if stated else None,
        last=stated.last if stated else None,
        where=f"{case.context.script_path}:{case.happening.line}",
    )


_BEGINS: dict[str, Callable[[Case, Happening], Iterable[Row]]] = {
    APPEARS: _seen,
    Verb.HERE: _seen,
    Verb.AT: _seen,
    Verb.AGE: _aged,
    Verb.DIES: lambda _case, now: [(Known.DEAD, now.who, "", "")],
    Verb.DESTROYED: _destroyed,
    Verb.TAKES: _held,
    Verb.HAS: _held,
    Verb.GIVES: _held,
    Verb.LEAVES: _left,
    Verb.LEARNS: lambda _case, now: [(Known.KNOWS, now.who, now.value, "")],
    Verb.TELLS: lambda _case, now: [(Known.KNOWS, now.other, now.value, "")],
    Verb.EVENT: lambda _case, now: [(Known.HAPPENED, now.value, "", "")],
    Verb.THREAD: lambda _case, now: [(Known.THREAD, now.value, "", now.feature)],
    Verb.RELATED: _related,
    Verb.PARTED: lambda case, _now: [(Known.PARTED, key, "", "") for key in _parted(case)],
    Verb.LOOK: _looked,
    Verb.VOICE: _looked,
    **{verb: lambda case, _now: _brought_in(case) for verb in _BROUGHT_IN},
}
