"""Resolves a script's names: of the canon, of earlier episodes, and those it declares itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reelmake.crafts.canon.note_grammar import Statement, Verb
from reelmake.documents.canon import Canon, folded
from reelmake.documents.world import Known, StandingFact
from reelmake.kernel.ids import slug

_INSIDE = re.compile(r"\s+[-–—]+\s+|\s*[–—/]\s*")


@dataclass(frozen=True)
class Register:
    """The known names of one kind: ids by folded name, and the name to show by id."""

    ids: dict[str, str]
    shown: dict[str, str]
    new: frozenset[str] = field(default=frozenset())

    def find(self, name: str) -> str:
        """Return the id of a name; empty if it is unknown."""
        return self.ids.get(folded(name), "")

    def show(self, key: str) -> str:
        """Return the name of an id."""
        return self.shown.get(key, key)

    def nearest(self, name: str) -> str:
        """Return the most similar known name, in capitals if the script writes capitals."""
        near = difflib.get_close_matches(folded(name)[:200], list(self.ids), n=1, cutoff=0.6)
        if not near:
            return ""
        shown = self._written(near[0])
        return shown.upper() if name.isupper() else shown

    def _written(self, key: str) -> str:
        shown = self.shown[self.ids[key]]
        return shown if folded(shown) == key else key


@dataclass(frozen=True)
class Names:
    """All names a script may use."""

    people: Register
    places: Register
    props: Register


def names_of(canon: Canon, past: Iterable[StandingFact], statements: Iterable[Statement]) -> Names:
    """Return the names of the canon, of earlier episodes, and of this script's declarations."""
    carried = tuple(past)
    said = tuple(statements)
    people = _register(canon.character_ids(), {key: who.name for key, who in canon.characters.items()})
    places = _register(canon.location_ids(), {key: place.name for key, place in canon.locations.items()})
    props = _register(canon.prop_ids(), {key: prop.name for key, prop in canon.props.items()})
    people = _with(people, carried, Known.CHARACTER, said, Verb.NEW_CHARACTER)
    places = _with(places, carried, Known.LOCATION, said, Verb.NEW_LOCATION)
    props = _with(props, carried, Known.PROP, said, Verb.NEW_PROP)
    aliases = {folded(one["name"]): people.find(one["who"]) for one in said if one.verb is Verb.ALIAS}
    # An alias does not replace an existing name; the gate reports it.
    added = {name: key for name, key in aliases.items() if key and name not in people.ids}
    return Names(Register({**people.ids, **added}, people.shown, people.new), places, props)


def place_names(location: str) -> list[str]:
    """Return the folded names to look a heading's place up by: all of it, then the part before each dash."""
    names = [folded(location)] if location.strip() else []
    for separator in reversed(list(_INSIDE.finditer(location))):
        if before := folded(location[: separator.start()]):
            names.append(before)
    return names


def place_parts(location: str) -> list[str]:
    """Return the parts of a heading's place, as written."""
    return [part.strip() for part in _INSIDE.split(location) if part.strip()]


def within(canon: Canon, place: str, around: str) -> bool:
    """Say whether a location is the other one or inside it."""
    while place:
        if place == around:
            return True
        known = canon.locations.get(place)
        place = (known.inside or "") if known else ""
    return False


def touching(canon: Canon, one: str, other: str) -> bool:
    """Say whether two locations are the same, or one is inside the other."""
    return within(canon, one, other) or within(canon, other, one)


def _register(ids: Mapping[str, str], shown: Mapping[str, str]) -> Register:
    return Register(dict(ids), dict(shown))


def _with(
    register: Register, carried: tuple[StandingFact, ...], kind: Known, said: tuple[Statement, ...], verb: Verb
) -> Register:
    ids, shown = dict(register.ids), dict(register.shown)
    for fact in carried:
        if fact.kind is kind and folded(fact.subject) not in ids:
            ids[folded(fact.subject)] = fact.object
            shown.setdefault(fact.object, fact.subject)
    new = set()
    for statement in said:
        name = folded(statement["name"])
        if statement.verb is verb and name not in ids:
            key = ids[name] = slug(statement["name"])
            shown.setdefault(key, statement["name"])
            new.add(key)
    return Register(ids, shown, frozenset(new))
