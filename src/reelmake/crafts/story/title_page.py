"""Reads the title page: keys and values before the first blank line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelmake.crafts.story.headings import is_heading
from reelmake.crafts.story.markup import plain_lines
from reelmake.documents.script import SourceLines, TitleField

_KEY = re.compile(r"([^\s:!@>~#=./\[(][^:]{0,60}):(.*)", re.DOTALL)
_USUAL = frozenset(
    {
        *("title", "subtitle", "credit", "author", "authors", "written by", "story by", "source", "based on", "notes"),
        *("draft date", "date", "draft", "version", "revision", "contact", "copyright", "language", "format"),
        *("series", "season", "episode"),
    }
)


def read_title_page(lines: list[str]) -> tuple[tuple[TitleField, ...], int]:
    """Return the title page's fields, and the number of lines up to its end.

    The first paragraph is a title page only if one of its keys is a usual one: FADE IN: is not.
    """
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    end = start
    while end < len(lines) and lines[end].strip() and not is_heading(lines[end]):
        end += 1
    page = lines[start:end]
    keys = [_key_of(line) for line in page]
    first_is_usual = bool(keys) and keys[0].casefold() in _USUAL
    all_placed = all(key or _is_indented(line) for key, line in zip(keys, page, strict=True))
    if not first_is_usual and not (all_placed and any(key.casefold() in _USUAL for key in keys)):
        return (), 0
    if not keys[0]:
        return (), 0
    return tuple(_fields(page, keys, start + 1)), end


def title_field(key: str, values: Sequence[str], inline: bool, source: SourceLines) -> TitleField:
    """Return an entry of the title page with its values parsed."""
    words = tuple(filter(None, plain_lines("\n".join(values))))
    return TitleField(key=key, values=tuple(values), words=words, inline=inline, source=source)


def _fields(page: list[str], keys: list[str], first_number: int) -> list[TitleField]:
    fields: list[TitleField] = []
    key, values, inline, first = "", list[str](), False, first_number

    def close(last: int) -> None:
        if key:
            fields.append(title_field(key, values, inline, SourceLines(first=first, last=last)))

    for number, (line, found) in enumerate(zip(page, keys, strict=True), start=first_number):
        if found:
            close(number - 1)
            value = line.partition(":")[2].strip()
            key, values, inline, first = found, [value] if value else [], bool(value), number
        else:
            values.append(line.strip())
    close(first_number + len(page) - 1)
    return fields


def _key_of(line: str) -> str:
    if _is_indented(line):
        return ""
    found = _KEY.fullmatch(line)
    return found.group(1).strip() if found else ""


def _is_indented(line: str) -> bool:
    return line[0] in " \t"
