"""Rules of the world that the canon states in a checkable form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.happenings import APPEARS, OPENS, SPEAKS
from reelmake.crafts.canon.names import within
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.canon import folded
from reelmake.documents.canon_facts import WorldRule
from reelmake.documents.verdict import Finding

_NO_HOUR = frozenset(
    {"continuous", "later", "earlier", "moments", "seconds", "same", "time", "meanwhile", "flashback", "present"}
)


def deeds(case: Case) -> Iterator[Finding]:
    """Find an act that a rule forbids."""
    happening = case.happening
    if happening.verb != Verb.DOES:
        return
    for key, rule in _rules(case):
        if _binds(rule, happening.who) and folded(happening.value) in {folded(act) for act in rule.never}:
            yield _broken(case, "rule_deed", key, rule, f"{case.name} does {happening.value}")


def whereabouts(case: Case) -> Iterator[Finding]:
    """Find somebody at a place, or together with a person, that a rule forbids."""
    happening = case.happening
    if happening.verb not in (APPEARS, Verb.HERE) or not case.real(happening.who):
        return
    for key, rule in _rules(case):
        if rule.never_at and _binds(rule, happening.who):
            for place in rule.never_at:
                if within(case.canon, happening.place, place):
                    yield _broken(case, "rule_place", key, rule, f"{case.name} is at {case.place(place)}")
        if happening.who in rule.never_together:
            others = [who for who in case.company if who in rule.never_together and who != happening.who]
            if others:
                yield _broken(case, "rule_together", key, rule, f"{case.name} meets {case.person(others[0])}")


def hours(case: Case) -> Iterator[Finding]:
    """Find a scene at a time of day that a rule forbids there."""
    if case.happening.verb != OPENS:
        return
    words = set(re.findall(r"\w+", case.scene.time_of_day.casefold()))
    if not words - _NO_HOUR:
        return
    for key, rule in _rules(case):
        allowed = {folded(word) for word in rule.only}
        if allowed and not allowed & words and any(within(case.canon, case.scene.place, at) for at in rule.at):
            what = f"{case.place(case.scene.place)} plays at {case.scene.time_of_day}"
            yield _broken(case, "rule_hour", key, rule, what)


def silence(case: Case) -> Iterator[Finding]:
    """Find a line of a silent character."""
    who = case.canon.characters.get(case.happening.who)
    if case.happening.verb == SPEAKS and who and who.silent and case.scene.mode == "present":
        yield case.finding(
            "silent_speaks",
            "rule",
            f"{case.name} never speaks, but has a line",
            fact=case.context.cite(f"characters.{case.happening.who}.silent", "true", who.source),
            repair="give the line to somebody else, or write it as an action",
        )


def _rules(case: Case) -> Iterator[tuple[str, WorldRule]]:
    return ((key, rule) for key, rule in case.canon.rules.items() if case.holds(rule.since, rule.until))


def _binds(rule: WorldRule, who: str) -> bool:
    return (not rule.who or who in rule.who) and who not in rule.but


def _broken(case: Case, kind: str, key: str, rule: WorldRule, what: str) -> Finding:
    return case.finding(
        kind,
        "rule",
        f"{what}, against the rule {key}",
        fact=case.context.cite(f"rules.{key}", rule.says, rule.source),
        repair="change the scene so that it follows the rule, or declare it a dream: [[canon: dream]]",
    )
