"""The texts of a script and of prompts, as a safety check reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reelmake.crafts.safety.port import Passage
from reelmake.documents.canon import Canon, folded
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.shotlist import ShotList

ADULT = 18
_SHOWN = {ElementKind.ACTION, ElementKind.CENTERED, ElementKind.LYRIC}


def script_passages(script: Script) -> Iterator[Passage]:
    """Yield everything of a script that is shown or heard; comments and outlines are neither."""
    yield Passage(script.title, "title")
    for scene in script.scenes:
        if scene.heading:
            yield Passage(scene.heading_words, "heading", scene.id, scene.source.first)
        for element in scene.elements:
            if element.kind in _SHOWN:
                yield Passage(element.words, "action", scene.id, element.source.first)
            elif element.kind is ElementKind.DIALOGUE:
                for part in element.parts:
                    if part.kind in ("line", "lyric", "parenthetical"):
                        yield Passage(part.words, "speech", scene.id, part.source.first, element.speaker_id)


def prompt_passages(shotlist: ShotList) -> Iterator[Passage]:
    """Yield what the shots would ask a picture generator for."""
    for shot in shotlist.shots:
        for text in (shot.action, shot.prop, shot.card, shot.location, *shot.sfx):
            if text:
                yield Passage(text, "prompt", shot.scene_id)


def texts_as_prompts(texts: Iterable[str]) -> Iterator[Passage]:
    """Yield texts that go to a model as they are."""
    for number, text in enumerate(texts, start=1):
        yield Passage(text, "prompt", line=number)


def minors_of(canon: Canon) -> frozenset[str]:
    """Return the ids of the characters the canon makes under age."""
    return frozenset(name for name, who in canon.characters.items() if who.age is not None and who.age < ADULT)


def minor_names(canon: Canon) -> frozenset[str]:
    """Return the folded names of the characters the canon makes under age."""
    young = [canon.characters[key] for key in minors_of(canon)]
    return frozenset(folded(name) for who in young for name in (who.name, *who.aliases))
