"""A script for skills: speeches and actions per scene, and measures of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reelmake.documents.canon import folded
from reelmake.documents.script import Element, ElementKind, Scene, Script
from reelmake.documents.skill import SkillContract, Table, Tier
from reelmake.documents.spoken import SpokenPart, parts_of, spoken_parts
from reelmake.documents.verdict import Finding, Severity

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITALS = re.compile(
    r"(?:\b(?:a|an|the|his|her|their|its|this|that|one)\b[\w ,'’-]{0,40}?\s)((?:[A-Z][A-Z'’-]{2,}\s?)+)\b"
)


@dataclass(frozen=True)
class ActionLine:
    """An action and its source line."""

    scene: Scene
    line: int
    text: str


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


def words(text: str) -> list[str]:
    """Return the words of a text, case-folded; contractions are one word."""
    return [word.replace("’", "'").casefold() for word in _WORD.findall(text)]


def actions(script: Script) -> Iterator[ActionLine]:
    """Yield every action of a script."""
    for scene in script.scenes:
        yield from actions_of(scene)


def actions_of(scene: Scene) -> Iterator[ActionLine]:
    """Yield the actions of one scene."""
    for element in scene.elements:
        if element.kind is ElementKind.ACTION and element.words:
            yield ActionLine(scene, element.source.first, element.words)


def speeches_of(scene: Scene) -> list[SpokenPart]:
    """Return the spoken parts of one scene, in order."""
    return [
        part for element in scene.elements if element.kind is ElementKind.DIALOGUE for part in parts_of(scene, element)
    ]


def line_of(part: SpokenPart) -> int:
    """Return the source line of a spoken part."""
    return part.source_line


def by_speaker(script: Script) -> dict[str, list[SpokenPart]]:
    """Return the spoken parts of each speaker, in order of their first words."""
    said: dict[str, list[SpokenPart]] = {}
    for part in spoken_parts(script):
        if part.speaker_id and not part.is_lyric:
            said.setdefault(part.speaker_id, []).append(part)
    return said


def in_person(element: Element) -> bool:
    """Say whether a speech is spoken on screen."""
    return not any(
        mark.replace(".", "").replace(" ", "").upper() in ("VO", "OS", "OC", "FILTERED") for mark in element.extensions
    )


def props(text: str, names: Iterable[str]) -> list[str]:
    """Return the things that an action writes in capitals after an article: the brass KEY."""
    known = {folded(name) for name in names}
    if not any(char.islower() for char in text):
        return []
    found = [" ".join(match[1].split()).lower() for match in _CAPITALS.finditer(text)]
    return [thing for thing in found if thing not in known]


def eighths(scene: Scene, script: Script) -> int:
    """Return a scene's length in eighths of a page of 55 lines; at least one."""
    following = [other.source.first for other in script.scenes if other.source.first > scene.source.first]
    end = min(following) if following else script.line_count + 1
    return max(1, -(-(end - scene.source.first) * 8 // 55))


def numbered(script: Script) -> str:
    """Return a script's text with scene ids and source lines, for a model to refer to."""
    lines = []
    for scene in script.scenes:
        lines.append(f"SCENE {scene.id} ({scene.source.first}): {scene.heading_words}")
        for element in scene.elements:
            if element.kind is ElementKind.ACTION:
                lines.append(f"{element.source.first}: {element.words}")
            elif element.kind is ElementKind.DIALOGUE:
                lines += [
                    f"{part.source.first}: {element.speaker}: {part.words}" for part in element.parts if part.words
                ]
    return "\n".join(lines)


def found(kind: str, severity: Severity, scene: Scene, line: int, what: str, repair: str, fact: str = "") -> Finding:  # noqa: PLR0917
    """Return a finding at a scene and source line."""
    return Finding(kind=kind, severity=severity, scene_id=scene.id, line=line, what=what, fact=fact, repair=repair)


def table(name: str, columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Table:
    """Return rows as a table of text."""
    return Table(name=name, columns=columns, rows=tuple(tuple(str(cell) for cell in row) for row in rows))


def advice(name: str, purpose: str, tier: Tier, *, uses: tuple[str, ...] = (), tokens: int = 12_000) -> SkillContract:
    """Return the contract of a skill that reads a script and fails from MEDIUM on."""
    return SkillContract(
        name=name,
        purpose=purpose,
        reads=("script", "canon"),
        uses=uses,
        tier=tier,
        gate="MEDIUM",
        escalation=f"revise and read again; still FAIL: a {tier.value} model where one is set, then a person",
        model_tokens=tokens,
    )
