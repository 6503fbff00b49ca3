"""Breakdown: what each scene needs in production, and which scenes are empty, long or crowded."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import actions_of, advice, eighths, found, props, speeches_of, table, words
from reelmake.documents.script import Scene
from reelmake.documents.skill import Tier
from reelmake.documents.verdict import Finding

_DEPARTMENTS = {
    "animals": {"dog", "dogs", "cat", "cats", "horse", "horses", "bird", "birds", "cattle", "sheep"},
    "children": {"child", "children", "baby", "toddler", "schoolboy", "schoolgirl"},
    "crowd": {"crowd", "crowds", "audience", "mob", "passengers", "forty", "hundred", "hundreds", "thousands"},
    "fire and smoke": {"fire", "flames", "burns", "burning", "smoke", "explosion", "explodes"},
    "stunts": {"falls", "jumps", "leaps", "crashes", "fights", "punches", "tumbles"},
    "vehicles": {"car", "cars", "truck", "tram", "bus", "train", "boat", "motorbike", "bicycle"},
    "water": {"rain", "rains", "raining", "swims", "drowns", "flood", "underwater"},
    "weapons": {"gun", "guns", "pistol", "rifle", "knife", "sword"},
}
_LONG = 24
"""Three pages in eighths."""
_MANY = 6


def read(material: SkillInput) -> SkillReading:
    """Return each scene's needs, and findings for empty, long and crowded scenes."""
    names = [name for who in material.canon.characters.values() for name in (who.name, *who.aliases)]
    rows: list[tuple[str, ...]] = []
    findings: list[Finding] = []
    for scene in material.script.scenes:
        if not scene.heading and not list(actions_of(scene)) and not speeches_of(scene):
            continue
        cast = sorted({part.speaker_id for part in speeches_of(scene) if part.speaker_id})
        things = sorted({thing for action in actions_of(scene) for thing in props(action.text, names)})
        calls = [] if material.unread else _calls(scene)
        length = eighths(scene, material.script)
        rows.append(
            (
                scene.id,
                _pages(length),
                scene.setting.value,
                scene.location,
                scene.time_of_day,
                ", ".join(cast),
                ", ".join(things),
                ", ".join(calls),
            )
        )
        findings += _findings(scene, length, cast)
    columns = ("scene", "pages", "setting", "location", "time", "cast", "props", "also")
    return SkillReading(findings, (table("scenes", columns, rows),))


def _calls(scene: Scene) -> list[str]:
    said = {word for action in actions_of(scene) for word in words(action.text)}
    return [name for name, called in _DEPARTMENTS.items() if called & said]


def _findings(scene: Scene, length: int, cast: list[str]) -> Iterator[Finding]:
    line = scene.source.first
    if scene.heading and not list(actions_of(scene)) and not speeches_of(scene):
        what = f"scene {scene.id} has a heading but nothing to film"
        yield found("empty_scene", "MEDIUM", scene, line, what, "write what happens, or remove it")
    if length > _LONG:
        what = f"scene {scene.id} is {_pages(length)} pages long in one place"
        yield found("long_scene", "LOW", scene, line, what, "shorten it, or move a part of it elsewhere")
    if len(cast) > _MANY:
        what = f"{len(cast)} people speak in scene {scene.id}; a viewer of a preview can hardly distinguish them"
        yield found("crowded_scene", "LOW", scene, line, what, "give lines to fewer people")


def _pages(length: int) -> str:
    whole, rest = divmod(length, 8)
    return f"{whole} {rest}/8" if whole and rest else str(whole) if whole else f"{rest}/8"


SKILL = Skill(
    advice(
        "breakdown", "What each scene needs: length, cast, place, props, and what is costly to stage", Tier.THROUGHPUT
    ),
    read,
    "List what production would overlook when it breaks this script down: needs that no capital letter marks.",
)
