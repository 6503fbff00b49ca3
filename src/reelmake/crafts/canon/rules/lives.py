"""Death: the dead neither speak nor act, and die once."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.happenings import SPEAKS
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.story_time import day_minutes
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known

_DEEDS = frozenset({Verb.TAKES, Verb.GIVES, Verb.LEAVES, Verb.LEARNS, Verb.KNOWS, Verb.TELLS, Verb.DOES})
_WAYS_OUT = (
    "write [[canon: flashback]] into the scene, [[canon: {name} is a recording]] or [[canon: {name} is a ghost]]"
)


def death_of(case: Case, who: str) -> str:
    """Return the fact that somebody is dead in this scene; empty if not. An undated scene after the death counts."""
    if fact := case.before.find(Known.DEAD, who):
        return f"{case.person(who)} died in {fact.where}"
    known = case.canon.characters.get(who)
    if known is None or not known.died:
        return ""
    over = case.over(known.died)
    cited = case.context.cite(f"characters.{who}.died", known.died, known.source)
    if over is None:
        return f"{cited}; nothing says that this scene is earlier: [[canon: time day …]]"
    return cited if over else ""


def dead_who_live(case: Case) -> Iterator[Finding]:
    """Find dead people who speak, are present, or act."""
    happening = case.happening
    doers = [happening.who] if happening.verb in (SPEAKS, Verb.HERE, Verb.AT, *_DEEDS) else []
    if happening.verb in (Verb.GIVES, Verb.TELLS):
        doers.append(happening.other)
    for who in doers:
        if not who or not case.real(who) or happening.recorded:
            continue
        fact = death_of(case, who)
        if fact:
            kind = {SPEAKS: "dead_speaks", Verb.HERE: "dead_present", Verb.AT: "dead_present"}.get(
                happening.verb, "dead_acts"
            )
            does = {"dead_speaks": "speaks", "dead_present": "is in the scene", "dead_acts": "takes part"}[kind]
            name = case.person(who)
            yield case.finding(
                kind,
                "death",
                f"{name} is dead and {does}",
                fact=fact,
                severity="CRITICAL",
                repair=f"give this to somebody alive, or cut it; if it is intended, {_WAYS_OUT.format(name=name)}",
            )


def second_deaths(case: Case) -> Iterator[Finding]:
    """Find a second death, and a death at another time than in the canon."""
    happening = case.happening
    if happening.verb != Verb.DIES or not happening.who:
        return
    if fact := death_of(case, happening.who):
        yield case.finding(
            "dies_twice",
            "death",
            f"{case.name} is already dead",
            fact=fact,
            severity="CRITICAL",
            repair="remove the declaration, or declare this scene a flashback if it shows the first death",
        )
        return
    known = case.canon.characters.get(happening.who)
    if known and known.died and not _is_when(case, known.died):
        yield case.finding(
            "death_moved",
            "death",
            f"{case.name} dies here, but at another time in the canon",
            fact=case.context.cite(f"characters.{happening.who}.died", known.died, known.source),
            severity="CRITICAL",
            repair=f"let {case.name} survive this scene",
        )


def _is_when(case: Case, died: str) -> bool:
    """Say whether this scene may be the one of somebody's death in the canon."""
    day = day_minutes(died)
    if day is None:
        episode, _, scene = died.partition("/")
        return case.scene.mode == "flashback" or (
            episode == case.scene.position.episode and scene in ("", case.scene.id)
        )
    stated = case.scene.stated
    if stated is None or None in (stated.first, stated.last, day.first, day.last):
        return case.scene.mode == "flashback"
    return bool(stated.first <= day.last and day.first <= stated.last)  # type: ignore[operator]
