"""Age: an age in an introduction or a note agrees with the canon and the story's time."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known

_MINUTES_A_YEAR = 525_949
_BIRTHDAY_AFTER = 30 * 1440
"""Within this many minutes of the story's beginning, nobody is assumed to have had a birthday."""


def ages(case: Case) -> Iterator[Finding]:
    """Find an age that differs from the character's."""
    happening = case.happening
    if happening.verb != Verb.AGE or not happening.who or not happening.value.isascii():
        return
    decade = happening.value.endswith("s")
    stated = int(happening.value.removesuffix("s"))
    age, fact = _known(case, happening.who)
    if age is None:
        return
    youngest, oldest = _range(case, age)
    if youngest <= stated + (9 if decade else 0) and stated <= oldest:
        return
    should = str(youngest) if youngest == oldest else f"{max(youngest, 0)} to {oldest}"
    yield case.finding(
        "age_wrong",
        "age",
        f"{case.name} is {'in their ' if decade else ''}{happening.value} in this scene, but should be {should}",
        fact=fact,
        severity="CRITICAL",
        repair=f"write {youngest if youngest == oldest else should}, or date the scene: [[canon: flashback day …]], "
        "[[canon: time day …]]",
    )


def _known(case: Case, who: str) -> tuple[int | None, str]:
    known = case.canon.characters.get(who)
    if known and known.age is not None:
        return known.age, case.context.cite(f"characters.{who}.age", known.age, known.source)
    if said := case.before.find(Known.AGE, who):
        return int(said.detail), f"{case.person(who)} is {said.detail} in {said.where}"
    return None, ""


def _range(case: Case, age: int) -> tuple[int, int]:
    """Return the possible ages, in this scene, of somebody who was ``age`` when the series began."""
    stated = case.scene.position.time.first
    if stated is None:
        return (0, age) if case.scene.mode == "flashback" else (age, age)
    youngest = age + stated // _MINUTES_A_YEAR
    return youngest, youngest + (1 if stated < 0 or stated >= _BIRTHDAY_AFTER else 0)
