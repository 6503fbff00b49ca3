"""Parses dialogue: a cue and the lines under it up to the next blank line."""

from __future__ import annotations

from collections.abc import Sequence

from reelmake.crafts.story.character_cues import CharacterCue, cue_as_written, read_cue
from reelmake.crafts.story.element_drafts import DraftPart, ElementDraft, comments_of, split_leading, split_trailing
from reelmake.crafts.story.headings import is_heading
from reelmake.crafts.story.source import SourceLine
from reelmake.documents.script import ElementKind

KEPT_BLANK = "  "
"""A line of two spaces, which is an empty line inside a speech."""


def cue_at(lines: Sequence[SourceLine], index: int) -> CharacterCue | None:
    """Return the cue at ``index``; None if the line is no cue, or is not forced and has nothing under it."""
    cue = read_cue(lines[index].bare)
    if cue is None or cue.forced:
        return cue
    following = index + 1
    while following < len(lines) and lines[following].is_comment:
        following += 1
    return cue if following < len(lines) and lines[following].bare else None


def read_dialogue(
    line: SourceLine, cue: CharacterCue, lines: Sequence[SourceLine], index: int
) -> tuple[ElementDraft, int]:
    """Return the speech with the cue ``line`` and its first line at ``index``, and the index after it."""
    parts: list[DraftPart] = []
    gap = 0
    while index < len(lines):
        if lines[index].is_blank:
            kept = _kept_blanks(lines, index)
            if not kept:
                break
            gap, index = gap + kept, index + kept
            continue
        closing = _end_of_parenthetical(lines, index)
        new = _read_part(_joined(lines[index:closing]))
        spoken = new[0].kind == "line" and bool(parts) and parts[-1].kind == "line"
        if spoken:
            parts[-1].text += "\n" * (gap + 1) + new[0].text
            parts[-1].last = new[0].last
        parts += new[1:] if spoken else new
        gap, index = 0, closing
    last = parts[-1].last if parts else line.last
    text = cue_as_written(line, cue)
    return ElementDraft(
        ElementKind.DIALOGUE, "", line.first, last, cue.forced, cue=cue, cue_text=text, parts=parts
    ), index


def _kept_blanks(lines: Sequence[SourceLine], index: int) -> int:
    """Count the lines of two spaces from ``index`` on, if the speech continues after them."""
    end = index
    while end < len(lines) and lines[end].raw == KEPT_BLANK:
        end += 1
    goes_on = end < len(lines) and not lines[end].is_blank and not is_heading(lines[end].bare)
    return end - index if goes_on else 0


def _end_of_parenthetical(lines: Sequence[SourceLine], index: int) -> int:
    """Return the index after the part at ``index``; a parenthetical may close on a later line."""
    if lines[index].bare.startswith("(") and ")" not in lines[index].bare:
        end = index + 1
        while end < len(lines) and lines[end].bare:
            if ")" in lines[end].bare:
                return end + 1 if lines[end].bare.endswith(")") else index + 1
            end += 1
    return index + 1


def _joined(lines: Sequence[SourceLine]) -> SourceLine:
    if len(lines) == 1:
        return lines[0]
    return SourceLine(
        lines[0].first,
        lines[-1].last,
        "\n".join(line.raw.strip() for line in lines),
        "\n".join(line.mask.strip() for line in lines),
        "\n".join(line.bare for line in lines),
    )


def _read_part(line: SourceLine) -> list[DraftPart]:
    if line.is_comment:
        return comments_of(line)
    if _is_bracketed(line.bare):
        before, line = split_leading(line)
        line, behind = split_trailing(line)
        return [*before, DraftPart("parenthetical", line.raw.strip()[1:-1].strip(), line.first, line.last), *behind]
    if line.bare.startswith("~"):
        before, line = split_leading(line)
        return [*before, DraftPart("lyric", line.raw.strip()[1:].strip(), line.first, line.last)]
    return [DraftPart("line", line.raw.strip(), line.first, line.last)]


def _is_bracketed(bare: str) -> bool:
    """Say whether one pair of brackets encloses the whole text."""
    if not (bare.startswith("(") and bare.endswith(")")):
        return False
    depth = 0
    for position, char in enumerate(bare):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return position == len(bare) - 1
    return True
