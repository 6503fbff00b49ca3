"""The form of a small model's answer: places for what it invents, and the brief's own words where they belong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reelmake.crafts.story.writing.episode_plan import names_of, setting_of
from reelmake.crafts.story.writing.fountain_page import mark_of
from reelmake.crafts.story.writing.required_words import placed_musts
from reelmake.documents.canon import folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import EpisodePlan, ScenePlan, WritableElement, WritableScene, WritableScript
from reelmake.providers.text.replay import strict_object

_MS_FOR_A_PLACE = 3800
_LEAST, _MOST = 3, 14
_SEEN_EVERY = 4
_PLAIN = r'[^"\\\n\r\t\[\](){}*_<>:/~@#.?!]'
_LINE = {"type": "string", "pattern": rf"^{_PLAIN}{{8,110}}[.?!]$"}
_SIGHT = {"type": "string", "pattern": rf"^{_PLAIN}{{16,130}}[.]$"}


@dataclass(frozen=True)
class Place:
    """One line of a script: who says it, or nobody where it is seen; and its words, where the brief has them."""

    speaker: str = ""
    words: str = ""

    @property
    def label(self) -> str:
        """Return what the model is told that goes here."""
        return f"{self.speaker} says" if self.speaker else "seen"

    @property
    def schema(self) -> dict[str, Any]:
        """Return what may stand here. Only whole sentences: a model that cannot stop stops at the longest."""
        if self.words:
            return {"const": self.words}
        return _LINE if self.speaker else _SIGHT


Places = tuple[tuple[Place, ...], ...]
"""The places of an episode, scene by scene."""


def places_of(pack: ContextPack, plan: EpisodePlan) -> Places:
    """Return the places of an episode: talk by turns, something seen now and then, then what the brief has come out."""
    musts = placed_musts(pack, plan, " ".join(said.line for beat in pack.brief.beats for said in beat.say))
    return tuple(_scene(pack, scene, musts.get(scene.number, [])) for scene in plan.scenes)


def form_of(places: Places) -> dict[str, Any]:
    """Return the JSON schema of an answer: an object for each scene, and in it a text for each place, in order.

    A model of a billion weights forgets half of a brief; what it cannot leave out, it does not have to remember. Nor
    does it have to spell what the plan says anyway, which takes most of its time.
    """
    return strict_object(
        {
            f"scene {number}": strict_object(
                {_key(index, place): place.schema for index, place in enumerate(scene, start=1)}
            )
            for number, scene in enumerate(places, start=1)
        }
    )


@dataclass(frozen=True)
class Filled:
    """An answer as the JSON of a WritableScript, and how much of it was left out."""

    answer: str
    left_out: int = 0


def filled(answer: str, places: Places, pack: ContextPack, plan: EpisodePlan) -> Filled:
    """Return an answer of this form as a WritableScript; anything else as it is, to be refused as one.

    A small model says what it said before: of what it invents, whatever was there already is left out.
    """
    said = {*pack.spent.lines, *(mark_of(place.words) for row in places for place in row if place.words)}
    scenes, left_out = [], 0
    try:
        told = json.loads(answer)
        for scene, row in zip(plan.scenes, places, strict=True):
            lines = [
                (place, told[f"scene {scene.number}"][_key(index, place)]) for index, place in enumerate(row, start=1)
            ]
            kept = list(_unsaid(lines, said)) or lines[-1:]
            left_out += len(lines) - len(kept)
            scenes.append(_as_scene(scene, kept, pack))
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError):
        return Filled(answer)
    script = WritableScript(title=(pack.brief.title or pack.episode)[:80], scenes=tuple(scenes))
    return Filled(script.model_dump_json(), left_out)


def _unsaid(lines: list[tuple[Place, str]], said: set[str]) -> Iterator[tuple[Place, str]]:
    """Yield the brief's own words, and of the others those that are new; remember them in ``said``."""
    for place, text in lines:
        mark = mark_of(text)
        if place.words or mark not in said:
            said.add(mark)
            yield place, text


def _as_scene(scene: ScenePlan, lines: list[tuple[Place, str]], pack: ContextPack) -> WritableScene:
    return WritableScene(
        setting="INT" if setting_of(pack.canon, scene.where) == "INT" else "EXT",
        location=pack.canon.locations[scene.where].name,
        time_of_day=scene.when,
        elements=tuple(
            WritableElement(kind="dialogue" if place.speaker else "action", speaker=place.speaker, text=text)
            for place, text in lines
        ),
    )


def _scene(pack: ContextPack, scene: ScenePlan, musts: list[tuple[str, str]]) -> tuple[Place, ...]:
    beat = pack.brief.beats[scene.number - 1]
    names = names_of(pack.canon)
    people = pack.canon.characters
    speakers = [people[key].name for key in (scene.wants, scene.holds, *scene.others) if key and not people[key].silent]
    free = max(_LEAST, min(_MOST, scene.milliseconds // _MS_FOR_A_PLACE - len(beat.say) - len(musts)))
    places: list[Place] = []
    turn = 0
    for number in range(free):
        if number % _SEEN_EVERY == 0 or not speakers:
            places.append(Place())
        else:
            places.append(Place(speakers[turn % len(speakers)]))
            turn += 1
    places += [Place(people[who].name if who else "", words) for who, words in musts]
    if beat.fact:
        teller = scene.holds if scene.move in ("ask", "wait", "work") and scene.holds else scene.wants
        places.append(Place(people[teller].name, beat.fact))
    places += [Place(people[names[folded(said.who)]].name, said.line) for said in beat.say]
    if beat.turn:
        places.append(Place(words=beat.turn))
    return tuple(places)


def _key(index: int, place: Place) -> str:
    return f"{index} {place.label}"
