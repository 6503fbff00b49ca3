"""Psychology: who wants something, and whose mood changes without a cause."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import advice, by_speaker, found, line_of, table, word_set, words
from reelmake.documents.script import ElementKind, Scene
from reelmake.documents.skill import Tier
from reelmake.documents.spoken import SpokenPart, parts_of
from reelmake.documents.verdict import Finding

_WARM = word_set(
    "love loved glad happy thank thanks beautiful wonderful dear laugh laughs joy proud hope kind sweet smiling"
)
_COLD = word_set(
    "hate hated angry furious never liar lie lied stupid shut damn enough blame cruel ruined disgusting worthless"
)
_WANTS = word_set(
    "want wants need needs wish must have will won't let can could going promise please try trying would should"
)
_PRINCIPAL = 8


def read(material: SkillInput) -> SkillReading:
    """Return how each character speaks of wanting and feeling, and characters who never do."""
    rows, findings = [], []
    if material.unread:
        return SkillReading()
    for who, parts in by_speaker(material.script).items():
        said = [words(part.text) for part in parts]
        wants = sum(bool(_WANTS & set(line)) for line in said)
        asks = sum(part.text.rstrip("”\"' ").endswith("?") for part in parts)
        warm, cold = (sum(len(mood & set(line)) for line in said) for mood in (_WARM, _COLD))
        rows.append((who, len(parts), sum(map(len, said)), wants, asks, warm, cold))
        if len(parts) >= _PRINCIPAL and wants == asks == 0:
            first = parts[0]
            what = f"{first.speaker} speaks {len(parts)} times but never wants, needs, tries or asks for anything"
            repair = "let one line or action show what this person wants"
            findings.append(found("no_want", "LOW", first.scene, line_of(first), what, repair))
    for scene in material.script.scenes:
        findings += _turns(scene)
    columns = ("character", "speeches", "words", "wanting", "asking", "warm", "cold")
    return SkillReading(findings, (table("characters", columns, rows),))


def _turns(scene: Scene) -> Iterator[Finding]:
    """Find moods that reverse between two speeches with nothing said or done in between."""
    last: tuple[SpokenPart, int] | None = None
    for element in scene.elements:
        if element.kind is not ElementKind.DIALOGUE:
            last = None
            continue
        for part in parts_of(scene, element):
            mood = _mood(part.text)
            if last and mood * last[1] < 0 and last[0].speaker_id == part.speaker_id and not _bracketed(part):
                what = f"{part.speaker} turns {'cold' if mood < 0 else 'warm'} without a cause in between"
                repair = "add what changes it: a look, a pause, an answer"
                yield found("sudden_turn", "LOW", scene, line_of(part), what, repair)
            last = (part, mood) if mood else None


def _bracketed(part: SpokenPart) -> bool:
    return any(before.kind == "parenthetical" for before in part.element.parts[: part.part])


def _mood(text: str) -> int:
    said = set(words(text))
    warm, cold = len(_WARM & said), len(_COLD & said)
    return (warm > cold) - (cold > warm)


SKILL = Skill(
    advice("psychology", "Who wants something, who asks, and whose feeling turns without a cause", Tier.JUDGMENT),
    read,
    "Say where a character acts against what they want or know, and nothing in the scene explains it.",
)
