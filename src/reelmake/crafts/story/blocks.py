"""Parses the lines of a screenplay's body into headings and elements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelmake.crafts.story.character_cues import CharacterCue
from reelmake.crafts.story.dialogue import cue_at, read_dialogue
from reelmake.crafts.story.element_drafts import DraftPart, ElementDraft, comments_of, split_leading, split_trailing
from reelmake.crafts.story.headings import is_forced_heading, is_heading, read_heading
from reelmake.crafts.story.source import SourceLine
from reelmake.documents.script import ElementKind

_PAGE_BREAK = re.compile(r"={3,}")
_SECTION = re.compile(r"#{1,6}")
_TRANSITION = re.compile(
    r".*\bTO:|FADE (IN|OUT|UP)[.:]?|(FADE|CUT|SMASH CUT|DISSOLVE)( TO| IN FROM| FROM) (BLACK|WHITE)[.:]?", re.DOTALL
)
_OPENS_ANYWHERE = tuple("#=>~!")
"""Marks that begin an element on any line outside dialogue; all other elements need a blank line before them."""


def read_blocks(lines: Sequence[SourceLine]) -> list[ElementDraft]:
    """Return the drafts of some lines, in order. Every line that is not blank is part of one."""
    drafts: list[ElementDraft] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.is_blank:
            index += 1
        elif line.is_comment:
            drafts += [_comment(part) for part in comments_of(line)]
            index += 1
        elif cue := _cue(lines, index):
            before, line = split_leading(line)
            draft, index = read_dialogue(line, cue, lines, index + 1)
            drafts += [*(_comment(part) for part in before), draft]
        elif single := _single_line(lines, index):
            drafts += single
            index += 1
        else:
            draft, index = _read_action(lines, index)
            drafts.append(draft)
    return drafts


def _cue(lines: Sequence[SourceLine], index: int) -> CharacterCue | None:
    bare = lines[index].bare
    if bare.startswith(_OPENS_ANYWHERE) or is_heading(bare) or is_forced_heading(bare):
        return None
    return None if _is_transition(lines, index) else cue_at(lines, index)


def _single_line(lines: Sequence[SourceLine], index: int) -> list[ElementDraft]:
    """Return the drafts of a one-line element: comments before it, itself, and comments behind a page break."""
    bare = lines[index].bare
    if bare.startswith("!"):
        return []
    before, line = split_leading(lines[index])
    drafts = [_comment(part) for part in before]
    if _PAGE_BREAK.fullmatch(bare):
        line = lines[index]
        others = [_comment(part) for part in comments_of(line)]
        marks = ElementDraft(ElementKind.PAGE_BREAK, "", line.first, line.last)
        return [marks, *others]
    if is_heading(bare) or is_forced_heading(bare):
        draft = ElementDraft(ElementKind.ACTION, "", line.first, line.last, heading=read_heading(line))
    elif bare[0] == "#":
        level = len(_SECTION.match(line.raw.strip())[0])  # type: ignore[index]  # bare begins with the mark
        draft = _element(ElementKind.SECTION, line, level)
        draft.level = level
    elif bare[0] == "=":
        draft = _element(ElementKind.SYNOPSIS, line, 1)
    elif bare[0] == ">" and len(bare) > 1 and bare[-1] == "<":
        draft = _centred(line)
    elif bare[0] == ">":
        draft = _element(ElementKind.TRANSITION, line, 1)
        draft.forced = True
    elif bare[0] == "~":
        draft = _element(ElementKind.LYRIC, line, 1)
    elif _is_transition(lines, index):
        draft = _element(ElementKind.TRANSITION, line, 0)
    else:
        return []
    return [*drafts, draft]


def _element(kind: ElementKind, line: SourceLine, mark_length: int) -> ElementDraft:
    return ElementDraft(kind, line.raw.strip()[mark_length:].strip(), line.first, line.last)


def _centred(line: SourceLine) -> ElementDraft:
    inner, behind = split_trailing(line)
    text = inner.raw.strip()[1:-1].strip()
    tail = line.raw[len(inner.raw) :].strip() if behind else ""
    return ElementDraft(ElementKind.CENTERED, f"{text} {tail}".strip(), line.first, line.last)


def _read_action(lines: Sequence[SourceLine], index: int) -> tuple[ElementDraft, int]:
    """Return the action paragraph at ``index`` and the index after it."""
    first = lines[index]
    forced = first.bare.startswith("!")
    end = index + 1
    while end < len(lines) and not lines[end].is_blank and not lines[end].bare.startswith(_OPENS_ANYWHERE):
        end += 1
    text = "\n".join(line.raw.rstrip() for line in lines[index:end])
    if forced:
        mark = first.mask.index("!")
        text = text[:mark].lstrip() + text[mark + 1 :]
    return ElementDraft(ElementKind.ACTION, text, first.first, lines[end - 1].last, forced), end


def _is_transition(lines: Sequence[SourceLine], index: int) -> bool:
    """Say whether a line is in capitals, alone in its paragraph, and ends in TO: or is one of the usual fades."""
    bare = lines[index].bare
    if not _TRANSITION.fullmatch(bare) or any(char.islower() for char in bare):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is None or following.is_blank or following.bare.startswith(_OPENS_ANYWHERE)


def _comment(part: DraftPart) -> ElementDraft:
    kind = ElementKind.NOTE if part.kind == "note" else ElementKind.BONEYARD
    return ElementDraft(kind, part.text, part.first, part.last)
