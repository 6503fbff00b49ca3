"""Recall: earlier scenes that are like what a brief asks for; for tone and small detail, never for truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reelmake.documents.brief import Brief
from reelmake.documents.context_pack import Recalled
from reelmake.documents.script import ElementKind, Scene, Script

TextSimilarity = Callable[[str, str], int]
"""How alike two texts are, in thousandths."""
LEAST_ALIKE = 300
_LONGEST = 240


def recalled(brief: Brief, earlier: Iterable[Script], alike: TextSimilarity, most: int) -> tuple[Recalled, ...]:
    """Return the earlier scenes most like one of the brief's beats, most alike first; older ones first among equals.

    Of a scene only its summary is kept: its synopsis, or else where it is and who speaks.
    """
    asked = [" ".join(filter(None, (beat.what, beat.about, beat.thing))) for beat in brief.beats]
    found = [
        Recalled(
            where=f"{script.episode}/{scene.id}",
            text=text,
            alike=max(alike(text, words) for words in asked),
        )
        for script in earlier
        for scene in script.scenes
        if (text := summary_of(scene))
    ]
    ranked = sorted(found, key=lambda one: -one.alike)
    return tuple(one for one in ranked if one.alike >= LEAST_ALIKE)[:most]


def summary_of(scene: Scene) -> str:
    """Return a scene in a sentence, without a word of its prose."""
    told = " ".join(element.words for element in scene.elements if element.kind is ElementKind.SYNOPSIS)
    if not told and scene.location:
        people = sorted({element.speaker.title() for element in scene.elements if element.speaker})
        told = f"{scene.location.title()}: {', '.join(people) or 'nobody speaks'}."
    return told[:_LONGEST]
