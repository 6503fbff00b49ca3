"""Suggestions from the prose, which only a person can decide; they never change the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reelmake.crafts.canon.note_grammar import Verb
from reelmake.crafts.canon.walk import Walk
from reelmake.documents.lexicon.language import why_unreadable, words_of_script
from reelmake.documents.script import ElementKind, Scene, Script
from reelmake.documents.verdict import Finding
from reelmake.kernel.errors import one_line

_END = r"\s+(?:dies|is dead|lies dead|falls dead|is killed|is shot dead|drowns|bleeds to death)\b"
_MOST = 50


def suggestions(script: Script, walk: Walk, language: str) -> tuple[Finding, ...]:
    """Return deaths in the prose that no note declares; and a warning if the prose could not be read."""
    why = why_unreadable(language, words_of_script(script))
    return (*([_unread(why)] if why else []), *_prose(script, walk))


def _unread(why: str) -> Finding:
    return Finding(
        kind="unread_language",
        family="note",
        severity="LOW",
        what=f"ages, deaths, times of day and words such as FLASHBACK, CONTINUOUS or (ON PHONE) are English only, "
        f"and {why}",
        fact="names, places, who speaks where, and canon notes are read in any language",
        repair="state these in notes: [[canon: NAME is 61]], [[canon: NAME dies]], [[canon: flashback]]",
    )


def _prose(script: Script, walk: Walk) -> tuple[Finding, ...]:
    names = walk.reading.names.people
    if not names.ids:
        return ()
    spelled = "|".join(re.escape(name) for name in sorted(names.ids, key=lambda name: (-len(name), name)))
    death = re.compile(rf"(?<!\w)({spelled}){_END}", re.IGNORECASE)
    declared = {
        (walked.scene.id, happening.who)
        for walked in walk.scenes
        for happening in walked.scene.happenings
        if happening.verb == Verb.DIES
    }
    found = [
        suggestion
        for scene in script.scenes
        for who, suggestion in _deaths(scene, death, names.ids)
        if (scene.id, who) not in declared
    ]
    return tuple(found[:_MOST])


def _deaths(scene: Scene, death: re.Pattern[str], ids: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for element in scene.elements:
        if element.kind is not ElementKind.ACTION:
            continue
        for found in death.finditer(element.words):
            name = one_line(found[1].upper())
            yield (
                ids.get(found[1].casefold(), ""),
                Finding(
                    kind="death_in_prose",
                    family="death",
                    severity="LOW",
                    scene_id=scene.id,
                    line=element.line_at(found.start()),
                    what=f'"{one_line(" ".join(found[0].split()))}" may be a death that no canon note declares',
                    fact="the gate reads structure, not prose",
                    repair=f"if it is, write [[canon: {name} dies]]",
                ),
            )
