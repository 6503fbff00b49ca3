"""Builds the context pack: everything a writer of one episode knows about the series."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.crafts.story.writing.episode_plan import names_of
from reelmake.crafts.story.writing.fountain_page import line_digest
from reelmake.crafts.story.writing.recall import summary_of
from reelmake.documents.brief import Beat, Brief
from reelmake.documents.canon import Canon, folded
from reelmake.documents.canon_facts import WorldRule
from reelmake.documents.context_pack import ContextPack, OpenThread, Recalled, SpentBefore
from reelmake.documents.script import Script
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.world import Known, StandingFact, WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.kernel.errors import ValidationFailed, did_you_mean
from reelmake.kernel.ids import trace_id

_SUMMARY = 600
_WORTH_KNOWING = (Known.DEAD, Known.GONE, Known.HOLDS, Known.LIES, Known.KNOWS, Known.RELATED, Known.PARTED)


def context_pack(
    brief: Brief,
    canon: Canon,
    *,
    episode: str,
    series: str,
    title: str,
    language: str,
    past: WorldState | None = None,
    last: Script | None = None,
    earlier: Iterable[Script] = (),
    records: Iterable[WritingRecord] = (),
    recalled: tuple[Recalled, ...] = (),
) -> ContextPack:
    """Return the context pack of an episode; raise ValidationFailed if the brief names something unknown.

    Of earlier episodes it has facts, one summary, and digests of what was said; never their prose.
    """
    check_names(brief, canon, f"story/{episode}.brief.yaml")
    names = names_of(canon)
    cast = tuple(dict.fromkeys(names[folded(name)] for name in brief.cast))
    standing = past.standing if past else ()
    return ContextPack(
        trace_id=trace_id(series, episode),
        series=title,
        language=language,
        episode=episode,
        brief=brief,
        canon=_subset(canon, cast),
        cast=cast,
        events=tuple(_past_events(canon, cast, standing)),
        standing=tuple(fact for fact in standing if fact.kind in _WORTH_KNOWING and _concerns(fact, cast)),
        last_summary=_summary(last) if last else "",
        open_threads=tuple(OpenThread(id=thread.subject, text=thread.detail) for thread in past.threads)
        if past
        else (),
        spent=_spent(earlier, records),
        recalled=recalled,
    )


def check_names(brief: Brief, canon: Canon, path: str) -> None:
    """Raise ValidationFailed at the first key that names a character or a location missing in the canon."""
    people, places = names_of(canon), {**{folded(key): key for key in canon.locations}, **canon.location_ids()}
    cast = {people[folded(name)] for name in brief.cast if folded(name) in people}
    if not canon.locations:
        raise ValidationFailed(
            "the canon has no location to write scenes in", where="story/canon.yaml", remedy="add one under locations"
        )
    for index, name in enumerate(brief.cast):
        _known(name, people, f"{path} cast.{index}", "character", list(canon.characters))
    for number, beat in enumerate(brief.beats):
        _check_beat(beat, f"{path} beats.{number}", people=people, places=places, cast=cast, canon=canon)


def _check_beat(
    beat: Beat, path: str, *, people: dict[str, str], places: dict[str, str], cast: set[str], canon: Canon
) -> None:
    if beat.where:
        _known(beat.where, places, f"{path}.where", "location", list(canon.locations))
    named = [(f"{path}.who.{index}", name) for index, name in enumerate(beat.who)]
    named += [(f"{path}.say.{index}.who", said.who) for index, said in enumerate(beat.say)]
    present = set()
    for where, name in named:
        key = _known(name, people, where, "character", list(canon.characters))
        if key not in cast:
            raise ValidationFailed(
                f"{name} is not in the cast of this brief",
                where=where,
                allowed=", ".join(sorted(cast)),
                remedy=f"add {key} to cast",
                reason="BRIEF_NOT_IN_CAST",
            )
        if where.startswith(f"{path}.who"):
            present.add(key)
        elif beat.who and key not in present:
            raise ValidationFailed(
                f"{name} has a line in this beat but is not in it",
                where=where,
                allowed=", ".join(sorted(present)),
                remedy=f"add {key} to this beat's who",
                reason="BRIEF_NOT_PRESENT",
            )


def _known(name: str, known: dict[str, str], where: str, what: str, ids: list[str]) -> str:
    if folded(name) not in known:
        raise ValidationFailed(
            f'the canon has no {what} "{name}"{did_you_mean(folded(name), known)}',
            where=where,
            allowed=", ".join(ids),
            remedy="use one of these, or add it to the canon: reelmake canon propose …",
            reason="BRIEF_UNKNOWN_NAME",
        )
    return known[folded(name)]


def _subset(canon: Canon, cast: tuple[str, ...]) -> Canon:
    """Return the part of the canon that concerns an episode with this cast, as a valid canon."""
    people = set(cast)
    rules = {key: _narrowed(rule, people) for key, rule in canon.rules.items() if _binds(rule, people)}
    props = {key: prop for key, prop in canon.props.items() if prop.held_by is None or prop.held_by in people}
    relations = {key: one for key, one in canon.relationships.items() if {one.who, one.of} <= people}
    secrets = {
        key: secret.model_copy(
            update={"known_to": {who: since for who, since in secret.known_to.items() if who in people}}
        )
        for key, secret in canon.secrets.items()
        if set(secret.known_to) & people
    }
    return Canon(
        version=canon.version,
        characters={key: canon.characters[key] for key in cast},
        locations=canon.locations,
        props=props,
        rules=rules,
        relationships=relations,
        states={key: state for key, state in canon.states.items() if state.who in people},
        secrets=secrets,
        journeys=canon.journeys,
    )


def _binds(rule: WorldRule, people: set[str]) -> bool:
    return (not rule.who or bool(set(rule.who) & people)) and set(rule.never_together) <= people


def _narrowed(rule: WorldRule, people: set[str]) -> WorldRule:
    return rule.model_copy(
        update={
            "who": tuple(who for who in rule.who if who in people),
            "but": tuple(who for who in rule.but if who in people),
        }
    )


def _past_events(canon: Canon, cast: tuple[str, ...], standing: tuple[StandingFact, ...]) -> Iterable[str]:
    happened = {fact.subject for fact in standing if fact.kind is Known.HAPPENED}
    for key, event in canon.events.items():
        if (key in happened or event.when.startswith(("day -", "day 0"))) and (
            not event.who or set(event.who) & set(cast)
        ):
            yield event.what


def _concerns(fact: StandingFact, cast: tuple[str, ...]) -> bool:
    return fact.subject in cast or fact.object in cast


def _summary(script: Script) -> str:
    """Return a summary of an episode, scene by scene."""
    text = " ".join(filter(None, map(summary_of, script.scenes)))
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _spent(earlier: Iterable[Script], records: Iterable[WritingRecord]) -> SpentBefore:
    lines = {line_digest(part.text) for script in earlier for part in spoken_parts(script)}
    cells = {cell for record in records for cell in record.cells}
    return SpentBefore(cells=tuple(sorted(cells)), lines=tuple(sorted(lines)))
