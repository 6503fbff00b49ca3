"""Red team: set-ups without pay-off, late inventions, chance, and dialogue that only informs the viewer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import (
    ActionLine,
    actions,
    actions_of,
    advice,
    found,
    line_of,
    props,
    speeches_of,
    table,
    words,
)
from reelmake.documents.skill import Tier
from reelmake.documents.verdict import Finding

_CHANCE = re.compile(
    r"\b(?:by (?:pure )?(?:chance|coincidence|luck)|just happens to|happens to (?:be|have|find|walk)|out of nowhere)\b"
)
_ALREADY_KNOWN = re.compile(
    r"\b(?:as you (?:well )?know|as we both know|as i(?:'ve| have) told you|need i remind you|let me remind you"
    r"|remember when we)\b"
)
_LAST = 4
"""The last quarter of the scenes, in which important things should not be new."""


def read(material: SkillInput) -> SkillReading:
    """Return set-ups without pay-off, late inventions, chance, exposition, and unconnected scenes."""
    if material.unread:
        return SkillReading()
    names = [name for who in material.canon.characters.values() for name in (who.name, *who.aliases)]
    things = _things(material, names)
    findings = [
        *_dropped(things, material),
        *_late(things, material),
        *_chance(material),
        *_exposition(material),
        *_loose(material, things),
    ]
    rows = ((thing, len(places), places[0].scene.id, places[-1].scene.id) for thing, places in things.items())
    return SkillReading(findings, (table("things", ("thing", "times", "first scene", "last scene"), rows),))


def _things(material: SkillInput, names: list[str]) -> dict[str, list[ActionLine]]:
    """Return each thing written in capitals, with every action and speech that mentions it."""
    first: dict[str, ActionLine] = {}
    for action in actions(material.script):
        for thing in props(action.text, names):
            first.setdefault(thing, action)
    return {thing: _mentions(thing, material) for thing in first}


def _mentions(thing: str, material: SkillInput) -> list[ActionLine]:
    head = words(thing)[-1]
    texts = list(actions(material.script))
    for scene in material.script.scenes:
        texts += [ActionLine(scene, line_of(part), part.text) for part in speeches_of(scene)]
    found_in = [text for text in texts if {head, f"{head}s", head.rstrip("s")} & set(words(text.text))]
    return sorted(found_in, key=lambda text: text.line)


def _dropped(things: dict[str, list[ActionLine]], material: SkillInput) -> Iterator[Finding]:
    """Find things that are mentioned once; things in the last scene may be for the next episode."""
    last = material.script.scenes[-1].id
    for thing, places in things.items():
        if len(places) == 1 and places[0].scene.id != last:
            what = f"the {thing} is in capitals but is not mentioned again in this episode"
            repair = "use it later, or write it in lower case"
            yield found("dropped_setup", "LOW", places[0].scene, places[0].line, what, repair)


def _late(things: dict[str, list[ActionLine]], material: SkillInput) -> Iterator[Finding]:
    scenes = [scene.id for scene in material.script.scenes]
    last = set(scenes[-(len(scenes) // _LAST) :]) if len(scenes) >= _LAST else set()
    for thing, places in things.items():
        if len(places) > 1 and places[0].scene.id in last:
            what = f"the {thing} is important at the end ({len(places)} times) but never appears before"
            yield found("late_invention", "MEDIUM", places[0].scene, places[0].line, what, "show it earlier")


def _chance(material: SkillInput) -> Iterator[Finding]:
    for action in actions(material.script):
        if hit := _CHANCE.search(action.text.casefold()):
            what = f"the plot depends on chance: {hit[0]!r}"
            yield found("coincidence", "MEDIUM", action.scene, action.line, what, "let a character cause it")


def _exposition(material: SkillInput) -> Iterator[Finding]:
    for scene in material.script.scenes:
        for part in speeches_of(scene):
            if hit := _ALREADY_KNOWN.search(part.text.replace("’", "'").casefold()):
                what = f"{part.speaker} says what both already know: {hit[0]!r}"
                yield found(
                    "told_backstory", "MEDIUM", scene, line_of(part), what, "say it to somebody who does not know it"
                )


def _loose(material: SkillInput, things: dict[str, list[ActionLine]]) -> Iterator[Finding]:
    """Find scenes without speech and without anything that the rest of the episode mentions."""
    for scene in material.script.scenes:
        if not scene.heading or speeches_of(scene) or not list(actions_of(scene)):
            continue
        tied = any(scene in {place.scene for place in places} and len(places) > 1 for places in things.values())
        people = any(
            who.name.casefold() in action.text.casefold()
            for who in material.canon.characters.values()
            for action in actions_of(scene)
        )
        if not tied and not people:
            what = f"scene {scene.id} has no character and nothing that the episode mentions again"
            yield found("loose_scene", "LOW", scene, scene.source.first, what, "connect it to the rest, or cut it")


SKILL = Skill(
    advice("redteam", "What is set up and dropped, invented late, left to chance, or told to be told", Tier.JUDGMENT),
    read,
    "Attack the plot: say which step would not have happened, and what question a viewer is left with by mistake.",
)
