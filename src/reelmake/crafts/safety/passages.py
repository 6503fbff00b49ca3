"""The passages that a safety check reads: of a script, of shots, and of prompts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reelmake.crafts.safety.port import Passage
from reelmake.documents.canon import Canon, folded
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.shotlist import ShotList

ADULT = 18
_SHOWN = {ElementKind.ACTION, ElementKind.CENTERED, ElementKind.LYRIC}


def script_passages(script: Script) -> Iterator[Passage]:
    """Yield everything that a script shows or says; not its comments and outlines."""
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
    """Yield the texts that shots would send to a picture generator."""
    for shot in shotlist.shots:
        for text in (shot.action, shot.prop, shot.card, shot.location, *shot.sfx):
            if text:
                yield Passage(text, "prompt", shot.scene_id)


def texts_as_prompts(texts: Iterable[str]) -> Iterator[Passage]:
    """Yield texts that are sent to a model unchanged."""
    for number, text in enumerate(texts, start=1):
        yield Passage(text, "prompt", line=number)


def minors_of(canon: Canon) -> frozenset[str]:
    """Return the ids of the characters that are minors in the canon."""
    return frozenset(name for name, who in canon.characters.items() if who.age is not None and who.age < ADULT)


def minor_names(canon: Canon) -> frozenset[str]:
    """Return the folded names of the characters that are minors in the canon."""
    young = [canon.characters[key] for key in minors_of(canon)]
    return frozenset(folded(name) for who in young for name in (who.name, *who.aliases))
