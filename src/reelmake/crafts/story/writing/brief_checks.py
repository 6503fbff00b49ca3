"""What a brief asks for, held against a script: read from its structure and its words, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reelmake.crafts.story.writing.episode_plan import names_of
from reelmake.crafts.story.writing.fountain_page import mark_of
from reelmake.documents.brief import has_words
from reelmake.documents.canon import folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.verdict import Finding, Severity

_SEEN = (ElementKind.ACTION, ElementKind.CENTERED, ElementKind.LYRIC)
_SHORT_WORDS = 4
"""Anybody may say “Yes.” twice; a line of so many words is remembered."""
_TOLERANCE = 35


class _Told(NamedTuple):
    scene: str
    line: int
    text: str
    speaker: str


def check_brief(script: Script, pack: ContextPack, milliseconds: int) -> tuple[Finding, ...]:
    """Return what a script leaves out of its brief, does against it, or says again that was said in the season."""
    told = tuple(_told(script))
    return (
        *_musts(told, pack),
        *_must_nots(told, pack),
        *_cast(script, pack),
        *_again(script, pack),
        *_length(pack, milliseconds),
    )


def _told(script: Script) -> Iterator[_Told]:
    for scene in script.scenes:
        if scene.heading:
            yield _Told(scene.id, scene.source.first, scene.heading_words, "")
        for element in scene.elements:
            if element.kind in _SEEN:
                yield _Told(scene.id, element.source.first, element.words, "")
    for part in spoken_parts(script):
        yield _Told(part.scene.id, part.source_line, part.text, part.speaker_id)


def _musts(told: tuple[_Told, ...], pack: ContextPack) -> Iterator[Finding]:
    names = names_of(pack.canon)
    asked = [(beat_line.who, beat_line.line) for beat in pack.brief.beats for beat_line in beat.say]
    for must in pack.brief.must:
        head, colon, words = must.partition(":")
        named = bool(colon) and folded(head) in names
        asked.append((head, words.strip().strip('“”"')) if named else ("", must))
    for who, words in asked:
        wanted = names[folded(who)] if who else ""
        if not any(has_words(one.text, words.strip(".!?…—")) and (not wanted or one.speaker == wanted) for one in told):
            said = f"{who} does not say" if who else "the script does not have"
            yield _finding(
                "must_missing", f'{said} "{words}"', "the brief asks for it", f'write "{words}" into a scene'
            )


def _must_nots(told: tuple[_Told, ...], pack: ContextPack) -> Iterator[Finding]:
    for banned in pack.brief.must_not:
        for one in told:
            if has_words(one.text, banned):
                fact = f"must_not of the brief: {banned}"
                yield _finding(
                    "must_not", f'"{banned}" stands in the script', fact, "say it otherwise", at=(one.scene, one.line)
                )


def _cast(script: Script, pack: ContextPack) -> Iterator[Finding]:
    seen = set()
    for part in spoken_parts(script):
        if part.speaker_id not in pack.cast and part.speaker_id not in seen:
            seen.add(part.speaker_id)
            fact = f"cast of the brief: {', '.join(pack.cast)}"
            line = part.element.source.first
            what = f"{part.speaker} speaks and is not in the cast"
            yield _finding("not_in_cast", what, fact, "give the line to one of the cast", at=(part.scene.id, line))


def _again(script: Script, pack: ContextPack) -> Iterator[Finding]:
    said = set(pack.spent.lines)
    for part in spoken_parts(script):
        mark = mark_of(part.text)
        if mark in said and len(part.text.split()) >= _SHORT_WORDS:
            line = part.source_line
            what = f'"{part.text}" was said before in this season'
            yield _finding(
                "said_before", what, "no line is said twice in a season", "say it otherwise", at=(part.scene.id, line)
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
