"""Recalls earlier scenes similar to a brief's beats; a source of tone and detail, not of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reelmake.documents.brief import Brief
from reelmake.documents.context_pack import Recalled
from reelmake.documents.script import ElementKind, Scene, Script

TextSimilarity = Callable[[str, str], int]
"""How similar two texts are, in thousandths."""
LEAST_ALIKE = 300
_LONGEST = 240


def recalled(brief: Brief, earlier: Iterable[Script], alike: TextSimilarity, most: int) -> tuple[Recalled, ...]:
    """Return the earlier scenes that are most similar to one of the brief's beats; older ones first among equals.

    A scene is given by its summary only.
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
    """Return a scene's summary: its synopsis, or else its place and speakers."""
    summary = " ".join(element.words for element in scene.elements if element.kind is ElementKind.SYNOPSIS)
    if not summary and scene.location:
        people = sorted({element.speaker.title() for element in scene.elements if element.speaker})
        summary = f"{scene.location.title()}: {', '.join(people) or 'nobody speaks'}."
    return summary[:_LONGEST]
