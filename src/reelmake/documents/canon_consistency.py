"""Contradictions within a canon: unknown ids, cycles, and facts that cannot both be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reelmake.documents.canon_facts import CanonParts, Relationship
from reelmake.documents.story_time import certainly_before, may_overlap
from reelmake.kernel.errors import did_you_mean

FAMILY = frozenset({"parent", "child", "sibling", "twin", "spouse"})
"""Two people can be only one of these to each other, except that a sibling may also be a twin"""
_FEELINGS = frozenset({"friend", "enemy"})
_ALONE = frozenset({"spouse"})
_POINTERS = (
    ("locations", "inside", "locations"),
    ("props", "held_by", "characters"),
    ("props", "kept_at", "locations"),
    ("rules", "who", "characters"),
    ("rules", "but", "characters"),
    ("rules", "never_together", "characters"),
    ("rules", "at", "locations"),
    ("rules", "never_at", "locations"),
    ("relationships", "who", "characters"),
    ("relationships", "of", "characters"),
    ("events", "where", "locations"),
    ("events", "who", "characters"),
    ("events", "after", "events"),
    ("states", "who", "characters"),
    ("states", "at", "locations"),
    ("secrets", "known_to", "characters"),
    ("journeys", "between", "locations"),
)
"""The fields that hold ids: part of the canon, field, and the part whose ids it holds"""
_MIRRORED = {"child": "parent", "employee": "employer"}


@dataclass(frozen=True)
class Contradiction:
    """One contradiction, and the path of the entry it is reported at."""

    path: tuple[str | int, ...]
    what: str


def contradictions(canon: CanonParts) -> Iterator[Contradiction]:
    """Yield every contradiction in a canon. If there are unknown ids, only those: other checks need valid ids."""
    unknown = list(_unknown_ids(canon))
    yield from unknown
    if unknown:
        return
    yield from _stretches(canon)
    yield from _circles(canon)
    yield from _relations(canon)
    yield from _lives(canon)
    yield from _things(canon)


def directed(relation: Relationship) -> tuple[str, str, str]:
    """Return a relationship with its kind normalised: "child of" becomes "parent of" with the people swapped."""
    if relation.kind in _MIRRORED:
        return relation.of, _MIRRORED[relation.kind], relation.who
    return relation.who, relation.kind, relation.of


def excludes(one: tuple[str, str, str], other: tuple[str, str, str]) -> str:
    """Return why two normalised relationships cannot hold at the same time; empty when they can."""
    (who, kind, of), (who2, kind2, of2) = one, other
    same_pair = {who, of} == {who2, of2}
    if same_pair and kind in FAMILY and kind2 in FAMILY and {kind, kind2} != {"sibling", "twin"}:
        if kind != kind2:
            return "two people can be only one of these to each other"
        if kind == "parent" and who != who2:
            return "nobody can be their own parent's parent"
    if same_pair and kind in _FEELINGS and kind2 in _FEELINGS and kind != kind2:
        return "nobody can be both at the same time"
    if kind in _ALONE and kind == kind2 and not same_pair and {who, of} & {who2, of2}:
        return "nobody can have two at the same time"
    return ""


def circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the nodes of a cycle in a directed graph; empty when there is none."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack = [(start, iter(edges.get(start, ())))]
        path.append(start)
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(node)
                stack.pop()
                path.pop()
            elif following in path:
                return path[path.index(following) :]
            elif following not in done:
                path.append(following)
                stack.append((following, iter(edges.get(following, ()))))
    return []


def _unknown_ids(canon: CanonParts) -> Iterator[Contradiction]:
    for path, kind, key in _references(canon):
        known = getattr(canon, kind)
        if key not in known:
            yield Contradiction(path, f'{kind} has no "{key}"{did_you_mean(key, known)}')


def _references(canon: CanonParts) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for kind, field, target in _POINTERS:
        for key, entry in getattr(canon, kind).items():
            value = getattr(entry, field)
            if isinstance(value, str):
                yield (kind, key, field), target, value
            elif isinstance(value, Mapping):
                yield from (((kind, key, field, name), target, name) for name in value)
            elif value is not None:
                yield from (((kind, key, field, at), target, name) for at, name in enumerate(value))


def _stretches(canon: CanonParts) -> Iterator[Contradiction]:
    for kind in ("rules", "relationships", "states"):
        for key, fact in getattr(canon, kind).items():
            if certainly_before(fact.until, fact.since):
                yield Contradiction((kind, key, "until"), f"it ends ({fact.until}) before it begins ({fact.since})")


def _circles(canon: CanonParts) -> Iterator[Contradiction]:
    inside = {key: [place.inside] for key, place in canon.locations.items() if place.inside}
    if ring := circle(inside):
        yield Contradiction(("locations", ring[0], "inside"), f"these locations are inside each other: {_ring(ring)}")
    if ring := circle({key: event.after for key, event in canon.events.items()}):
        yield Contradiction(("events", ring[0], "after"), f"these events come after each other: {_ring(ring)}")
    parents: dict[str, list[str]] = {}
    for relation in canon.relationships.values():
        who, kind, of = directed(relation)
        if kind == "parent":
            parents.setdefault(who, []).append(of)
    if ring := circle(parents):
        key = next(key for key, one in canon.relationships.items() if directed(one)[:2] == (ring[0], "parent"))
        yield Contradiction(("relationships", key), f"these people are each other's ancestors: {_ring(ring)}")


def _relations(canon: CanonParts) -> Iterator[Contradiction]:
    seen: list[tuple[str, Relationship]] = []
    for key, relation in canon.relationships.items():
        if relation.who == relation.of:
            yield Contradiction(("relationships", key, "of"), f"{relation.who} is {relation.kind} of themselves")
            continue
        for other_key, other in seen:
            why = excludes(directed(relation), directed(other))
            if why and may_overlap((relation.since, relation.until), (other.since, other.until)):
                what = f"{_sentence(relation)}, but {other_key} says {_sentence(other)}: {why}"
                yield Contradiction(("relationships", key), what)
        seen.append((key, relation))
        who, kind, of = directed(relation)
        elder, younger = canon.characters[who].age, canon.characters[of].age
        if kind == "parent" and elder is not None and younger is not None and elder <= younger:
            what = f"{who} is {elder} and parent of {of}, who is {younger}"
            yield Contradiction(("relationships", key), what)
        if kind == "twin" and elder is not None and younger is not None and elder != younger:
            yield Contradiction(("relationships", key), f"{who} is {elder} and twin of {of}, who is {younger}")


def _lives(canon: CanonParts) -> Iterator[Contradiction]:
    for key, event in canon.events.items():
        for at, who in enumerate(event.who):
            died = canon.characters[who].died
            if certainly_before(died, event.when):
                what = f"{who} died {died}, before this event ({event.when})"
                yield Contradiction(("events", key, "who", at), what)
        for at, before in enumerate(event.after):
            if certainly_before(event.when, canon.events[before].when):
                what = f"it comes after {before}, but is dated before it ({event.when}, {canon.events[before].when})"
                yield Contradiction(("events", key, "after", at), what)
        if event.where and certainly_before(canon.locations[event.where].lost, event.when):
            what = f"{event.where} is destroyed before this event ({event.when})"
            yield Contradiction(("events", key, "where"), what)
    for key, state in canon.states.items():
        if (state.kind == "confined") != (state.at is not None):
            yield Contradiction(("states", key), "`at` is required for `confined`, and allowed for that only")


def _things(canon: CanonParts) -> Iterator[Contradiction]:
    for key, prop in canon.props.items():
        if prop.held_by and prop.kept_at:
            yield Contradiction(
                ("props", key, "kept_at"), f"{prop.held_by} already holds it; state only one of the two"
            )
    ways: dict[frozenset[str], str] = {}
    for key, journey in canon.journeys.items():
        ends = frozenset(journey.between)
        if len(ends) == 1:
            yield Contradiction(("journeys", key, "between"), "the two locations are the same")
        elif ways.setdefault(ends, key) != key:
            yield Contradiction(("journeys", key, "between"), f"{ways[ends]} already connects the same two locations")


def _sentence(relation: Relationship) -> str:
    return f"{relation.who} is {relation.kind} of {relation.of}"


def _ring(ring: list[str]) -> str:
    return " → ".join([*ring, ring[0]])
