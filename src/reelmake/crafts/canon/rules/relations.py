"""Relationships: they do not contradict each other, the ages or the family tree."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.canon_consistency import FAMILY, circle, directed, excludes
from reelmake.documents.canon_facts import Relationship
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known

Directed = tuple[str, str, str]
_FOR_LIFE = FAMILY - {"spouse"}


def relations(case: Case) -> Iterator[Finding]:
    """Find a declared relationship that another one, the ages or the family tree makes impossible."""
    happening = case.happening
    if happening.verb != Verb.RELATED or not happening.who or not happening.other:
        return
    one = direct(happening.who, happening.value, happening.other)
    if case.scene.mode == "flashback" and one[1] not in _FOR_LIFE:
        return
    stated = f"{case.name} is {happening.value} of {case.person(happening.other)}"
    repair = "remove the declaration, or state it as in the canon"
    if happening.who == happening.other:
        yield case.finding(
            "relation_circle", "relationship", stated, fact="nobody has a relationship with themselves", repair=repair
        )
        return
    known = list(_standing(case))
    for other, fact in known:
        if why := excludes(one, other):
            alone = {one[0], one[2]} != {other[0], other[2]}
            kind = "second_spouse" if alone else "relation_wrong"
            yield case.finding(kind, "relationship", f"{stated}: {why}", fact=fact, repair=_ended(case, other, repair))
    if one[1] == "parent":
        yield from _parents(case, one, known, stated, repair)


def direct(who: str, kind: str, of: str) -> Directed:
    """Return a relationship in its normal direction."""
    return directed(Relationship.model_construct(who=who, kind=kind, of=of))


def _parents(
    case: Case, one: Directed, known: list[tuple[Directed, str]], stated: str, repair: str
) -> Iterator[Finding]:
    elder, younger = (case.canon.characters.get(key) for key in (one[0], one[2]))
    if elder and younger and elder.age is not None and younger.age is not None and elder.age <= younger.age:
        fact = case.context.cite(f"characters.{one[0]}.age", elder.age, elder.source)
        yield case.finding(
            "parent_younger",
            "relationship",
            f"{stated}, and the parent would be {elder.age}, the child {younger.age}",
            fact=f"{fact}; {case.context.cite(f'characters.{one[2]}.age', younger.age, younger.source)}",
            repair=repair,
        )
    children: dict[str, list[str]] = {}
    for (who, kind, of), _ in [*known, (one, "")]:
        if kind == "parent":
            children.setdefault(who, []).append(of)
    ring = circle(children)
    if len(ring) > 2:
        names = " → ".join(case.person(key) for key in [*ring, ring[0]])
        yield case.finding(
            "relation_circle",
            "relationship",
            f"{stated}: they would be their own ancestors",
            fact=f"parents: {names}",
            repair=repair,
        )


def _standing(case: Case) -> Iterator[tuple[Directed, str]]:
    """Yield the relationships that hold in this scene, each with the fact that states it."""
    for key, relation in case.canon.relationships.items():
        parted = case.before.find(Known.PARTED, key)
        lasting = relation.kind in _FOR_LIFE
        if parted is None and (lasting or case.holds(relation.since, relation.until)):
            stated = f"{relation.who} is {relation.kind} of {relation.of}"
            yield directed(relation), case.context.cite(f"relationships.{key}", stated, relation.source)
    for fact in case.before.all(Known.RELATED):
        stated = f"{case.person(fact.subject)} is {fact.detail} of {case.person(fact.object)}"
        yield (fact.subject, fact.detail, fact.object), f"{stated} in {fact.where}"


def _ended(case: Case, other: Directed, repair: str) -> str:
    if other[1] in _FOR_LIFE:
        return repair
    ends = f"{case.person(other[0])} is no longer {other[1]} of {case.person(other[2])}"
    return f"{repair}; if it has ended, write [[canon: {ends}]] first"
