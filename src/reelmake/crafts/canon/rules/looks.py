"""Locked looks and voices do not change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.canon import CanonCharacter, CanonLocation, folded
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known


def looks(case: Case) -> Iterator[Finding]:
    """Find a note that changes a locked look of a character or a location."""
    happening = case.happening
    if happening.verb != Verb.LOOK or case.scene.mode != "present":
        return
    person = case.canon.characters.get(happening.who)
    place = case.canon.locations.get(happening.place) if not happening.who else None
    if person and "look" in person.locked and happening.who not in case.scene.disguised:
        subject = f"characters.{happening.who}"
        yield from _changed(case, "look_locked", subject, person, person.look)
    elif place and "look" in place.locked:
        subject = f"locations.{happening.place}"
        yield from _changed(case, "set_locked", subject, place, place.look)


def voices(case: Case) -> Iterator[Finding]:
    """Find a note that changes a locked voice."""
    happening = case.happening
    person = case.canon.characters.get(happening.who)
    if happening.verb != Verb.VOICE or case.scene.mode != "present" or person is None:
        return
    if "voice" in person.locked and happening.who not in case.scene.disguised:
        subject = f"characters.{happening.who}"
        yield from _changed(case, "voice_locked", subject, person, person.voice)


def _changed(
    case: Case, kind: str, subject: str, owner: CanonCharacter | CanonLocation, features: Mapping[str, str]
) -> Iterator[Finding]:
    name, source = owner.name, owner.source
    family = "voice" if kind == "voice_locked" else "look"
    happening = case.happening
    feature = happening.feature.lower()
    known, fact = (
        features.get(feature, ""),
        case.context.cite(f"{subject}.{family}.{feature}", features.get(feature), source),
    )
    if not known:
        drift = Known.SOUNDS if family == "voice" else Known.LOOKS
        first = case.before.find(drift, subject.replace(".", "/"), feature)
        known, fact = (first.detail, f"{first.detail} in {first.where}") if first else ("", "")
    if known and folded(known) != folded(happening.value):
        disguise = "" if kind == "set_locked" else f", or declare it: [[canon: {name} is in disguise]]"
        yield case.finding(
            kind,
            family,
            f"the {family} of {name} is locked: {feature} is {known}, not {happening.value}",
            fact=fact,
            repair=f"write {feature} = {known}{disguise}",
        )
