"""Checks a script against its brief, by structure and exact words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reelmake.crafts.story.writing.episode_plan import names_of
from reelmake.crafts.story.writing.fountain_page import line_digest
from reelmake.documents.brief import has_words
from reelmake.documents.canon import folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.verdict import Finding, Severity

_SEEN = (ElementKind.ACTION, ElementKind.CENTERED, ElementKind.LYRIC)
_SHORT_WORDS = 4
"""Shorter lines, such as “Yes.”, may be said twice."""
_TOLERANCE = 35


class _Passage(NamedTuple):
    scene: str
    line: int
    text: str
    speaker: str


def check_brief(script: Script, pack: ContextPack, milliseconds: int) -> tuple[Finding, ...]:
    """Return what a script omits from its brief, does against it, or repeats from earlier episodes."""
    passages = tuple(_passages(script))
    return (
        *_missing(passages, pack),
        *_forbidden(passages, pack),
        *_cast(script, pack),
        *_repeated(script, pack),
        *_length(pack, milliseconds),
    )


def _passages(script: Script) -> Iterator[_Passage]:
    for scene in script.scenes:
        if scene.heading:
            yield _Passage(scene.id, scene.source.first, scene.heading_words, "")
        for element in scene.elements:
            if element.kind in _SEEN:
                yield _Passage(scene.id, element.source.first, element.words, "")
    for part in spoken_parts(script):
        yield _Passage(part.scene.id, part.source_line, part.text, part.speaker_id)


def _missing(passages: tuple[_Passage, ...], pack: ContextPack) -> Iterator[Finding]:
    names = names_of(pack.canon)
    asked = [(beat_line.who, beat_line.line) for beat in pack.brief.beats for beat_line in beat.say]
    for must in pack.brief.must:
        head, colon, words = must.partition(":")
        named = bool(colon) and folded(head) in names
        asked.append((head, words.strip().strip('“”"')) if named else ("", must))
    for who, words in asked:
        wanted = names[folded(who)] if who else ""
        if not any(
            has_words(one.text, words.strip(".!?…—")) and (not wanted or one.speaker == wanted) for one in passages
        ):
            said = f"{who} does not say" if who else "the script does not contain"
            yield _finding(
                "must_missing", f'{said} "{words}"', "the brief asks for it", f'write "{words}" into a scene'
            )


def _forbidden(passages: tuple[_Passage, ...], pack: ContextPack) -> Iterator[Finding]:
    for banned in pack.brief.must_not:
        for one in passages:
            if has_words(one.text, banned):
                fact = f"must_not of the brief: {banned}"
                yield _finding(
                    "must_not",
                    f'the script contains "{banned}"',
                    fact,
                    "use other words",
                    at=(one.scene, one.line),
                )


def _cast(script: Script, pack: ContextPack) -> Iterator[Finding]:
    seen = set()
    for part in spoken_parts(script):
        if part.speaker_id not in pack.cast and part.speaker_id not in seen:
            seen.add(part.speaker_id)
            fact = f"cast of the brief: {', '.join(pack.cast)}"
            line = part.element.source.first
            what = f"{part.speaker} speaks but is not in the cast"
            yield _finding("not_in_cast", what, fact, "give the line to one of the cast", at=(part.scene.id, line))


def _repeated(script: Script, pack: ContextPack) -> Iterator[Finding]:
    said = set(pack.spent.lines)
    for part in spoken_parts(script):
        mark = line_digest(part.text)
        if mark in said and len(part.text.split()) >= _SHORT_WORDS:
            line = part.source_line
            what = f'"{part.text}" was already said in this season'
            yield _finding(
                "said_before",
                what,
                "no line is said twice in a season",
                "use other words",
                at=(part.scene.id, line),
            )
        said.add(mark)


def _length(pack: ContextPack, milliseconds: int) -> Iterator[Finding]:
    asked = pack.brief.seconds * 1000
    if abs(milliseconds - asked) * 100 > asked * _TOLERANCE:
        what = f"the script takes about {milliseconds // 1000} s"
        repair = "write less" if milliseconds > asked else "write more"
        yield _finding("length", what, f"the brief asks for {pack.brief.seconds} s", repair, severity="MEDIUM")


def _finding(
    kind: str,
    what: str,
    fact: str,
    repair: str,
    *,
    at: tuple[str, int] = ("", 0),
    severity: Severity = "HIGH",
) -> Finding:
    return Finding(
        kind=kind, family="brief", severity=severity, scene_id=at[0], line=at[1], what=what, fact=fact, repair=repair
    )
