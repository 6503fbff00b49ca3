"""Audience: what an episode asks of a first-time viewer, minute by minute."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import (
    actions_of,
    advice,
    by_speaker,
    eighths,
    found,
    line_of,
    speeches_of,
    table,
    words,
)
from reelmake.documents.script import Scene
from reelmake.documents.shotlist import ShotList
from reelmake.documents.skill import Tier
from reelmake.documents.verdict import Finding
from reelmake.kernel.frames import Rate

_MS_PER_EIGHTH = 7500
_NEW_AT_ONCE = 4
_SILENT_MS = 40_000
_HOOK_MS = 30_000
_LIKE = 75


@dataclass(frozen=True)
class _Stretch:
    """A scene for a viewer: its start, its length, its new people and its words."""

    scene: Scene
    start_ms: int
    length_ms: int
    new: tuple[str, ...]
    spoken: int
    questions: int


def read(material: SkillInput) -> SkillReading:
    """Return the load on a viewer per scene, and where they may be lost or bored."""
    stretches = list(_stretches(material))
    rows = (
        (
            s.scene.id,
            _clock(s.start_ms),
            _clock(s.length_ms),
            len(s.new),
            s.spoken * 60_000 // max(1, s.length_ms),
            s.questions,
        )
        for s in stretches
    )
    columns = ("scene", "from", "long", "new people", "words a minute", "questions")
    findings = [*_crowds(stretches), *_silences(stretches), *_hook(stretches), *_names(material)]
    return SkillReading(findings, (table("load", columns, rows),))


def _stretches(material: SkillInput) -> Iterator[_Stretch]:
    lengths = _lengths(material)
    met: set[str] = set()
    start = 0
    for scene in material.script.scenes:
        said = speeches_of(scene)
        speakers = {part.speaker_id: part.speaker for part in said if part.speaker_id}
        new = tuple(sorted(name for key, name in speakers.items() if key not in met))
        met |= set(speakers)
        length = lengths.get(scene.id, 0)
        spoken = sum(len(words(part.text)) for part in said)
        yield _Stretch(scene, start, length, new, spoken, sum("?" in part.text for part in said))
        start += length


def _lengths(material: SkillInput) -> dict[str, int]:
    """Return each scene's milliseconds, from the shot list if there is one, else by pages."""
    if material.shotlist is None:
        return {
            scene.id: eighths(scene, material.script) * _MS_PER_EIGHTH
            for scene in material.script.scenes
            if speeches_of(scene) or any(actions_of(scene))
        }
    return _measured(material.shotlist)


def _measured(shotlist: ShotList) -> dict[str, int]:
    frames: dict[str, int] = {}
    for shot in shotlist.shots:
        frames[shot.scene_id] = frames.get(shot.scene_id, 0) + shot.frames
    rate = Rate.parse(shotlist.fps)
    return {scene: rate.milliseconds(count) for scene, count in frames.items()}


def _crowds(stretches: Sequence[_Stretch]) -> Iterator[Finding]:
    for one in stretches:
        if len(one.new) > _NEW_AT_ONCE:
            what = f"{len(one.new)} people are introduced at once: {', '.join(one.new)}"
            yield found(
                "too_many_at_once", "MEDIUM", one.scene, one.scene.source.first, what, "introduce some of them later"
            )


def _silences(stretches: Sequence[_Stretch]) -> Iterator[Finding]:
    run = 0
    for one in stretches:
        run = 0 if one.spoken else run + one.length_ms
        if run > _SILENT_MS:
            what = f"nobody speaks for {_clock(run)}"
            yield found(
                "long_silence",
                "LOW",
                one.scene,
                one.scene.source.first,
                what,
                "add a voice, or make sure that the pictures carry it",
            )
            run = 0


def _hook(stretches: Sequence[_Stretch]) -> Iterator[Finding]:
    """Find a first half minute without speech and without a question."""
    opening = [one for one in stretches if one.start_ms < _HOOK_MS and one.length_ms]
    if opening and not any(one.spoken or one.questions for one in opening) and any(one.spoken for one in stretches):
        first = opening[0].scene
        line = next((action.line for action in actions_of(first)), first.source.first)
        what = "in the first half minute nobody speaks and nothing is asked"
        yield found("slow_opening", "LOW", first, line, what, "start later in the story, or with a question")


def _names(material: SkillInput) -> Iterator[Finding]:
    """Find names that are easily confused: the same first letter and most of the rest."""
    voices = by_speaker(material.script)
    names = {who: parts[0] for who, parts in voices.items() if len(parts) >= 2}
    for one, other in combinations(names.values(), 2):
        first, second = one.speaker.casefold(), other.speaker.casefold()
        likeness = int(difflib.SequenceMatcher(None, first, second).ratio() * 100)
        if first[:1] == second[:1] and likeness >= _LIKE:
            what = f"{other.speaker} and {one.speaker} are easily confused"
            yield found(
                "names_alike", "LOW", other.scene, line_of(other), what, "rename one before both are in the canon"
            )


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


SKILL = Skill(
    advice(
        "audience",
        "The load on a viewer, scene by scene: new people, words a minute, silences, the hook",
        Tier.JUDGMENT,
        uses=("shotlist",),
    ),
    read,
    "Watch this as somebody who knows nothing of the series: say where you are lost or would stop.",
)
