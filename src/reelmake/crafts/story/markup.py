"""Fountain's marks inside a text: comments, which are not part of the film, and emphasis, which is not spoken."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

HIDDEN = "\0"
"""Replaces each character of a comment in a masked text; no script contains it, because intake refuses NUL."""

# An empty line ends a note; a line of two spaces does not.
_NOTE_BREAK = re.compile(r"\n[^\S\n]?(?=\n)")
_OPENER = re.compile(r"/\*|\[\[")
_EMPHASIS = (
    re.compile(r"(?<!\\)\*\*\*(?=[^\s*])(.+?)(?<=[^\s\\])\*\*\*"),
    re.compile(r"(?<!\\)\*\*(?=[^\s*])(.+?)(?<=[^\s\\])\*\*"),
    re.compile(r"(?<!\\)\*(?=[^\s*])(.+?)(?<=[^\s\\])\*"),
    re.compile(r"(?<![\\\w])_(?=[^\s_])(.+?)(?<=[^\s\\])_(?!\w)"),
)
_ESCAPED = re.compile(r"\\([*_])")


class Comment(NamedTuple):
    """One note or boneyard in a text; ``end`` is the offset after its closing mark."""

    kind: Literal["note", "boneyard"]
    start: int
    end: int

    def inner(self, text: str) -> str:
        """Return the text between the marks, as written."""
        return text[self.start + 2 : self.end - 2]


class Comments(NamedTuple):
    """The comments of a text in order, and the opening marks without a closing one."""

    found: tuple[Comment, ...]
    unclosed: tuple[Comment, ...]


def find_comments(text: str) -> Comments:
    """Find notes and boneyards. They do not nest: the first opening mark counts. Lines must end in ``\\n``."""
    found: list[Comment] = []
    unclosed: list[Comment] = []
    ends = {"/*": _NextOf(text, "*/"), "[[": _NextOf(text, "]]")}
    position = 0
    while opener := _OPENER.search(text, position):
        start, mark = opener.start(), opener.group()
        kind: Literal["note", "boneyard"] = "note" if mark == "[[" else "boneyard"
        close = ends[mark].after(start + 2)
        if close >= 0 and kind == "note" and _NOTE_BREAK.search(text, start, close):
            close = -1
        if close < 0:
            unclosed.append(Comment(kind, start, start + 2))
            position = start + 2
        else:
            found.append(Comment(kind, start, close + 2))
            position = close + 2
    return Comments(tuple(found), tuple(unclosed))


def mask_comments(text: str, comments: tuple[Comment, ...] | None = None) -> str:
    """Return ``text`` with every character of a comment replaced, line breaks too, so that offsets stay the same."""
    pieces: list[str] = []
    position = 0
    for comment in find_comments(text).found if comments is None else comments:
        pieces += [text[position : comment.start], HIDDEN * (comment.end - comment.start)]
        position = comment.end
    return "".join([*pieces, text[position:]])


def without_comments(text: str) -> str:
    """Return ``text`` without notes and boneyards, on one line, with single spaces."""
    if "[[" in text or "/*" in text:
        text = mask_comments(text).replace(HIDDEN, "")
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return what a viewer reads or hears: no comments, no emphasis marks, no escapes, on one line."""
    return " ".join(filter(None, plain_lines(text)))


def plain_lines(text: str) -> list[str]:
    """Return the same for each line of a text; a comment over several lines joins them."""
    if "[[" in text or "/*" in text:
        text = mask_comments(text).replace(HIDDEN, "")
    # Emphasis does not cross the end of a line.
    lines = map(_without_emphasis, text.split("\n")) if "*" in text or "_" in text else text.split("\n")
    return [" ".join(line.split()) for line in lines]


def _without_emphasis(line: str) -> str:
    for pattern in _EMPHASIS:
        line = pattern.sub(r"\1", line)
    return _ESCAPED.sub(r"\1", line)


class _NextOf:
    """Finds the next occurrence of a mark; searches the text only once in total."""

    def __init__(self, text: str, mark: str) -> None:
        self._text = text
        self._mark = mark
        self._at = text.find(mark)

    def after(self, position: int) -> int:
        if 0 <= self._at < position:
            self._at = self._text.find(self._mark, position)
        return self._at
