"""The form of a small model's answer: slots for its own lines, and the brief's lines where they belong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reelmake.crafts.story.writing.episode_plan import names_of, setting_of
from reelmake.crafts.story.writing.fountain_page import line_digest
from reelmake.crafts.story.writing.required_words import required_lines
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
class AnswerSlot:
    """One line of a script: its speaker, empty for an action; and its words, where the brief states them."""

    speaker: str = ""
    words: str = ""

    @property
    def label(self) -> str:
        """Return the slot's name in the answer."""
        return f"{self.speaker} says" if self.speaker else "seen"

    @property
    def schema(self) -> dict[str, Any]:
        """Return the schema of the slot's text: one sentence of limited length, because small models do not stop."""
        if self.words:
            return {"const": self.words}
        return _LINE if self.speaker else _SIGHT


AnswerSlots = tuple[tuple[AnswerSlot, ...], ...]
"""The slots of an episode, by scene."""


def slots_of(pack: ContextPack, plan: EpisodePlan) -> AnswerSlots:
    """Return the slots of an episode: speakers in turn, some actions, and the lines the brief asks for."""
    musts = required_lines(pack, plan, " ".join(said.line for beat in pack.brief.beats for said in beat.say))
    return tuple(_scene(pack, scene, musts.get(scene.number, [])) for scene in plan.scenes)


def schema_of(slots: AnswerSlots) -> dict[str, Any]:
    """Return the JSON schema of an answer: an object for each scene, with a text for each slot in order.

    A model of a billion weights forgets half of a brief. The schema makes it impossible to leave something out, and
    saves the time of writing what the plan states already.
    """
    return strict_object(
        {
            f"scene {number}": strict_object(
                {_key(index, slot): slot.schema for index, slot in enumerate(scene, start=1)}
            )
            for number, scene in enumerate(slots, start=1)
        }
    )


@dataclass(frozen=True)
class FilledAnswer:
    """An answer as the JSON of a WritableScript, and how many repeated lines were removed."""

    answer: str
    left_out: int = 0


def filled_answer(answer: str, slots: AnswerSlots, pack: ContextPack, plan: EpisodePlan) -> FilledAnswer:
    """Return an answer of this form as a WritableScript; any other answer unchanged, for ``read_answer`` to refuse.

    Small models repeat themselves: lines of their own that were said before are removed.
    """
    said = {*pack.spent.lines, *(line_digest(slot.words) for row in slots for slot in row if slot.words)}
    scenes, left_out = [], 0
    try:
        texts = json.loads(answer)
        for scene, row in zip(plan.scenes, slots, strict=True):
            lines = [
                (slot, texts[f"scene {scene.number}"][_key(index, slot)]) for index, slot in enumerate(row, start=1)
            ]
            kept = list(_unsaid(lines, said)) or lines[-1:]
            left_out += len(lines) - len(kept)
            scenes.append(_as_scene(scene, kept, pack))
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError):
        return FilledAnswer(answer)
    script = WritableScript(title=(pack.brief.title or pack.episode)[:80], scenes=tuple(scenes))
    return FilledAnswer(script.model_dump_json(), left_out)


def _unsaid(lines: list[tuple[AnswerSlot, str]], said: set[str]) -> Iterator[tuple[AnswerSlot, str]]:
    """Yield the brief's lines, and of the others those that are new; add all to ``said``."""
    for slot, text in lines:
        mark = line_digest(text)
        if slot.words or mark not in said:
            said.add(mark)
            yield slot, text


def _as_scene(scene: ScenePlan, lines: list[tuple[AnswerSlot, str]], pack: ContextPack) -> WritableScene:
    return WritableScene(
        setting="INT" if setting_of(pack.canon, scene.where) == "INT" else "EXT",
        location=pack.canon.locations[scene.where].name,
        time_of_day=scene.when,
        elements=tuple(
            WritableElement(kind="dialogue" if slot.speaker else "action", speaker=slot.speaker, text=text)
            for slot, text in lines
        ),
    )


def _scene(pack: ContextPack, scene: ScenePlan, musts: list[tuple[str, str]]) -> tuple[AnswerSlot, ...]:
    beat = pack.brief.beats[scene.number - 1]
    names = names_of(pack.canon)
    people = pack.canon.characters
    speakers = [people[key].name for key in (scene.wants, scene.holds, *scene.others) if key and not people[key].silent]
    free = max(_LEAST, min(_MOST, scene.milliseconds // _MS_FOR_A_PLACE - len(beat.say) - len(musts)))
    slots: list[AnswerSlot] = []
    turn = 0
    for number in range(free):
        if number % _SEEN_EVERY == 0 or not speakers:
            slots.append(AnswerSlot())
        else:
            slots.append(AnswerSlot(speakers[turn % len(speakers)]))
            turn += 1
    slots += [AnswerSlot(people[who].name if who else "", words) for who, words in musts]
    if beat.fact:
        teller = scene.holds if scene.move in ("ask", "wait", "work") and scene.holds else scene.wants
        slots.append(AnswerSlot(people[teller].name, beat.fact))
    slots += [AnswerSlot(people[names[folded(said.who)]].name, said.line) for said in beat.say]
    if beat.turn:
        slots.append(AnswerSlot(words=beat.turn))
    return tuple(slots)


def _key(index: int, slot: AnswerSlot) -> str:
    return f"{index} {slot.label}"
