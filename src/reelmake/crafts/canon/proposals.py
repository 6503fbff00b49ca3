"""The changes that an episode's notes propose to the canon."""

from __future__ import annotations

from typing import Any

from reelmake.crafts.canon.diffs import canon_data, checked, compare
from reelmake.crafts.canon.walk import Walk
from reelmake.documents.canon_diff import FactChange
from reelmake.documents.world import Known, StandingFact
from reelmake.kernel.ids import slug

_PARTS = {Known.CHARACTER: "characters", Known.LOCATION: "locations", Known.PROP: "props"}


def proposed_changes(walked: Walk) -> tuple[FactChange, ...]:
    """Return the facts that an episode's notes declare and the canon lacks, as changes to the canon."""
    canon = walked.context.canon
    data = canon_data(canon)
    for seen in walked.scenes:
        when = f"{seen.scene.position.episode}/{seen.scene.id}"
        for change in seen.changes:
            if change.change == "begins":
                _learn(data, change.fact, when)
    return compare(canon, checked(data))


def _learn(data: dict[str, Any], fact: StandingFact, when: str) -> None:
    match fact.kind:
        case Known.CHARACTER | Known.LOCATION | Known.PROP:
            entry = data.setdefault(_PARTS[fact.kind], {}).setdefault(fact.object, {"name": fact.subject})
            entry.setdefault("source", fact.where)
            if fact.detail:
                entry["age"] = int(fact.detail)
        case Known.AGE:
            data["characters"][fact.subject]["age"] = int(fact.detail)
        case Known.DEAD:
            data["characters"][fact.subject].setdefault("died", when)
        case Known.GONE:
            part, _, key = fact.subject.partition("/")
            data[part][key].setdefault("lost", when)
        case Known.KNOWS:
            data["secrets"][fact.object].setdefault("known_to", {}).setdefault(fact.subject, when)
        case Known.HAPPENED:
            data["events"][fact.subject].setdefault("when", when)
        case Known.RELATED:
            _relate(data, fact, when)
        case Known.PARTED:
            data["relationships"][fact.subject].setdefault("until", when)


def _relate(data: dict[str, Any], fact: StandingFact, when: str) -> None:
    relations = data.setdefault("relationships", {})
    stated = {"who": fact.subject, "kind": fact.detail, "of": fact.object}
    if any(stated.items() <= known.items() for known in relations.values()):
        return
    family = fact.detail in ("parent", "sibling", "twin")
    key = slug(f"{fact.subject} {fact.detail} {fact.object}")[:64].strip("-")
    relations.setdefault(key, {**stated, "source": fact.where, **({} if family else {"since": when})})
