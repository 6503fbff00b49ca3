"""Estimates the length of a script before anything is spoken, in milliseconds."""

from __future__ import annotations

from reelmake.documents.project import PacingConfig
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.spoken import parts_of

CHARACTERS_PER_SECOND = 15
_SHORTEST_LINE_MS = 600


def estimated_ms(script: Script, pacing: PacingConfig, characters_per_second: int = CHARACTERS_PER_SECOND) -> int:
    """Return the estimated length of a script: lines by reading speed, actions by words, and the pauses."""
    total = 0
    for scene in script.scenes:
        total += pacing.scene_head_ms + pacing.scene_tail_ms
        for element in scene.elements:
            if element.kind is ElementKind.ACTION:
                total += action_ms(element.words, pacing)
            for part in parts_of(scene, element) if element.kind is ElementKind.DIALOGUE else ():
                total += speech_ms(part.text, pacing, characters_per_second)
            total += pacing.beat_ms * sum(part.beats for part in element.parts)
    return total


def speech_ms(text: str, pacing: PacingConfig, characters_per_second: int = CHARACTERS_PER_SECOND) -> int:
    """Return the estimated length of a line, with the pause after it."""
    return max(_SHORTEST_LINE_MS, len(text) * 1000 // characters_per_second) + pacing.between_lines_ms


def action_ms(text: str, pacing: PacingConfig) -> int:
    """Return the estimated length of an action."""
    return max(pacing.shortest_shot_ms, min(pacing.longest_action_ms, len(text.split()) * pacing.action_ms_per_word))
