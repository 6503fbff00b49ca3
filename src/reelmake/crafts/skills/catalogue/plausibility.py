"""Plausibility: contradictions within the script's words, and with the canon's ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import (
    ActionLine,
    actions_of,
    advice,
    found,
    in_person,
    line_of,
    speeches_of,
    table,
    words,
)
from reelmake.documents.canon import folded
from reelmake.documents.script import ElementKind, Scene, SceneSetting
from reelmake.documents.skill import Tier
from reelmake.documents.spoken import parts_of
from reelmake.documents.verdict import Finding

_NAMES_OF_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NAMES_OF_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_NAMES_OF_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_YEARS = re.compile(r"\b(?:i have|i've|i had|i was|i am|i)\b[^.?!]{0,40}?\bfor (?:over |more than )?([\w-]+) years\b")
_UNITS = {name: value for value, name in enumerate(_NAMES_OF_UNITS, start=1)}
_NUMBERS = {
    **{name: value for value, name in enumerate(_NAMES_OF_TEENS, start=10)},
    **{name: value * 10 for value, name in enumerate(_NAMES_OF_TENS, start=2)},
}
_LEAVES = re.compile(r"\b(?:exits|leaves|walks out|goes out|storms out|is gone|hurries out|runs out)\b")
_RETURNS = re.compile(
    r"\b(?:returns|comes back|enters|re-enters|walks in|steps in|comes in|is back|reappears|appears)\b"
)
_SUN = re.compile(r"\b(?:sunlight|sunshine|sunlit|the sun|noon)\b")
_STARS = re.compile(r"\b(?:starlight|moonlight|moonlit|the stars|the moon)\b")


def read(material: SkillInput) -> SkillReading:
    """Return contradictions within the script, and with characters' ages."""
    scenes = [scene for scene in material.script.scenes if scene.heading]
    findings = [item for scene in scenes for item in (*_ages(scene, material), *_gone(scene), *_light(scene))]
    findings += _jumps(scenes)
    rows = ((scene.id, scene.location, scene.time_of_day or "unstated") for scene in scenes)
    return SkillReading(findings, (table("clock", ("scene", "place", "time"), rows),))


def _ages(scene: Scene, material: SkillInput) -> Iterator[Finding]:
    """Find people who claim to have done something for longer than they have lived."""
    ids = material.canon.character_ids()
    for part in speeches_of(scene):
        who = material.canon.characters.get(ids.get(folded(part.speaker), ""))
        said = _YEARS.search(part.text.replace("’", "'").casefold())
        years = _number(said[1]) if said else 0
        if who is not None and who.age is not None and years > who.age:
            what = f"{part.speaker} speaks of {years} years but is {who.age}"
            fact = f"story/canon.yaml: {who.name} is {who.age}"
            yield found("longer_than_a_life", "MEDIUM", scene, line_of(part), what, "write fewer years", fact)


def _number(word: str) -> int:
    if word.isdecimal() and len(word) <= 3:
        return int(word)
    tens, _, unit = word.partition("-")
    return _NUMBERS.get(tens, _UNITS.get(tens, 0)) + _UNITS.get(unit, 0)


def _gone(scene: Scene) -> Iterator[Finding]:
    """Find people who leave a scene and then speak in it on screen."""
    left: dict[str, int] = {}
    names = {part.speaker_id: part.speaker for part in speeches_of(scene)}
    for element in scene.elements:
        if element.kind is ElementKind.ACTION:
            for action in (one for one in actions_of(scene) if one.line == element.source.first):
                left = _after(action, left, names)
        elif element.kind is ElementKind.DIALOGUE and element.speaker_id in left and in_person(element):
            for part in parts_of(scene, element)[:1]:
                what = f"{element.speaker} left on line {left[element.speaker_id]} but speaks here"
                repair = "let them come back, or mark the cue with (O.S.)"
                yield found("speaks_after_leaving", "MEDIUM", scene, line_of(part), what, repair)
            left = {key: line for key, line in left.items() if key != element.speaker_id}


def _after(action: ActionLine, left: dict[str, int], names: dict[str, str]) -> dict[str, int]:
    """Return who is gone after an action; a sentence is about the name it begins with."""
    for sentence in re.split(r"(?<=[.!?])\s+", action.text):
        first = words(sentence)[:1]
        for key, name in names.items():
            if first and folded(name).split()[:1] == first:
                if _LEAVES.search(sentence.casefold()):
                    left = {**left, key: action.line}
                elif _RETURNS.search(sentence.casefold()):
                    left = {other: line for other, line in left.items() if other != key}
    return left


def _light(scene: Scene) -> Iterator[Finding]:
    if scene.setting is not SceneSetting.EXTERIOR:
        return
    time = scene.time_of_day.upper()
    wrong = _SUN if time.startswith("NIGHT") else _STARS if time.startswith(("DAY", "NOON", "AFTERNOON")) else None
    for action in actions_of(scene) if wrong else ():
        hit = wrong.search(action.text.casefold()) if wrong else None
        if hit:
            what = f"{hit[0]!r} outside by {scene.time_of_day}"
            yield found("wrong_light", "MEDIUM", scene, action.line, what, "change the light or the heading's time")


def _jumps(scenes: Sequence[Scene]) -> Iterator[Finding]:
    """Find people who are on screen in two places without any time between."""
    for before, scene in pairwise(scenes):
        if scene.time_of_day.upper() != "CONTINUOUS" or before.location_id == scene.location_id:
            continue
        opening = next((part for part in speeches_of(scene) if in_person(part.element)), None)
        closing = [part for part in speeches_of(before) if in_person(part.element)][-1:]
        moves = any(opening and folded(opening.speaker) in folded(action.text) for action in actions_of(scene))
        if opening and closing and closing[0].speaker_id == opening.speaker_id and not moves:
            what = f"{opening.speaker} has the last line in {before.location} and the first in {scene.location}"
            repair = "show how they get there, or write LATER"
            yield found("in_two_places", "LOW", scene, scene.source.first, what, repair)


SKILL = Skill(
    advice(
        "plausibility",
        "What cannot be so: ages, people who left and speak, light and clock, two places at once",
        Tier.RESEARCH,
    ),
    read,
    "Say what could not happen in the world as it is: trades, distances, medicine, law, machines.",
)
