"""Reads and writes Fountain."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from reelmake.crafts.story.assembly import accounted_lines, assemble
from reelmake.crafts.story.blocks import read_blocks
from reelmake.crafts.story.fountain_writer import write_fountain
from reelmake.crafts.story.markup import Comments
from reelmake.crafts.story.source import logical_lines, read_lines
from reelmake.crafts.story.title_page import read_title_page
from reelmake.documents.numbering import Numbering
from reelmake.documents.script import Script, Unplaced

__all__ = ["accounted_lines", "parse_fountain", "write_fountain"]


def parse_fountain(
    data: bytes,
    *,
    path: str,
    episode: str,
    series: str,
    character_ids: Mapping[str, str] | None = None,
    location_ids: Mapping[str, str] | None = None,
    numbering: Numbering | None = None,
) -> Script:
    """Read a screenplay; raise ValidationFailed, with the line, if it cannot be read.

    ``character_ids`` and ``location_ids`` map folded names to ids of the canon; other names get new ids.
    """
    lines = read_lines(data, path)
    title_page, taken = read_title_page(lines)
    body, comments, starts = logical_lines(lines[taken:], taken + 1)
    return assemble(
        read_blocks(body),
        lines=lines,
        title_page=title_page,
        unplaced=_unclosed(comments, starts, lines, taken),
        path=path,
        episode=episode,
        series=series,
        character_ids=character_ids or {},
        location_ids=location_ids or {},
        numbering=numbering,
    )


def _unclosed(comments: Comments, starts: list[int], lines: list[str], taken: int) -> list[Unplaced]:
    reported = []
    for comment in comments.unclosed:
        number = taken + bisect_right(starts, comment.start)
        mark, close = ("[[", "]]") if comment.kind == "note" else ("/*", "*/")
        why = f"a {comment.kind} starts here with {mark} and has no {close}; it was read as plain text"
        reported.append(Unplaced(line=number, text=lines[number - 1], why=why))
    return reported
