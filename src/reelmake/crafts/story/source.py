"""Reads the source of a screenplay: bytes into lines, or an error that a writer can act on."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from reelmake.crafts.story.markup import HIDDEN, Comments, find_comments, mask_comments
from reelmake.kernel.errors import ValidationFailed

MOST_LINES = 20_000
LONGEST_LINE = 10_000
LARGEST_FILE = 16 << 20

_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class SourceLine(NamedTuple):
    """One logical line: several source lines where a comment joins them."""

    first: int
    last: int
    raw: str
    mask: str
    """``raw`` with comments hidden, character by character."""
    bare: str
    """The text without comments and outer spaces."""

    @property
    def is_blank(self) -> bool:
        return not self.bare and not self.raw.strip()

    @property
    def is_comment(self) -> bool:
        return not self.bare and HIDDEN in self.mask


def read_lines(data: bytes, path: str) -> list[str]:
    """Return the lines of a UTF-8 file with any line endings; raise ValidationFailed if it is no such file."""
    if len(data) > LARGEST_FILE:
        raise _refused(
            f"the script has {len(data):,} bytes", path, f"at most {LARGEST_FILE:,} bytes", _SPLIT, "SCRIPT_TOO_LARGE"
        )
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise _not_utf8(f"the script is encoded in {name}, as its first bytes show", path, name.replace("-", ""))
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise _not_utf8("the script contains a NUL byte: it is binary, or UTF-16", f"{path}:{line}", "UTF16")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        what = f"byte {column} of the line, 0x{data[error.start]:02X}, is not UTF-8; the file may be Latin-1"
        raise _not_utf8(what, f"{path}:{line}", "ISO-8859-1") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    if not any(line.strip() for line in lines):
        raise _refused(
            "the script is empty", path, "Fountain text with at least one scene heading", _WRITE, "SCRIPT_EMPTY"
        )
    if len(lines) > MOST_LINES:
        raise _refused(
            f"the script has {len(lines):,} lines",
            f"{path}:{MOST_LINES + 1}",
            f"at most {MOST_LINES:,} lines",
            _SPLIT,
            "TOO_MANY_LINES",
        )
    for number, content in enumerate(lines, start=1):
        if len(content) > LONGEST_LINE:
            raise _refused(
                f"the line has {len(content):,} characters",
                f"{path}:{number}",
                f"at most {LONGEST_LINE:,} characters",
                "break the line; if you did not write it, check how the file was exported",
                "LINE_TOO_LONG",
            )
    return lines


def logical_lines(lines: list[str], first_number: int) -> tuple[list[SourceLine], Comments, list[int]]:
    """Return the logical lines, the comments in them, and the offset of each source line."""
    body = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    comments = find_comments(body)
    result: list[SourceLine] = []
    offset, number = 0, first_number
    for mask in mask_comments(body, comments.found).split("\n"):
        raw = body[offset : offset + len(mask)]
        inner_ends = raw.count("\n") if HIDDEN in mask else 0
        bare = mask.replace(HIDDEN, "").strip() if HIDDEN in mask else mask.strip()
        result.append(SourceLine(number, number + inner_ends, raw, mask, bare))
        offset += len(mask) + 1
        number += inner_ends + 1
    return result, comments, starts


_WRITE = "write a scene heading, such as INT. KITCHEN - DAY, and an action under it"
_SPLIT = "split it into several episodes"


def no_scene(path: str) -> ValidationFailed:
    """Return the error for a script without a scene."""
    return _refused("the script has no scene", path, "at least one scene heading", _WRITE, "SCRIPT_NO_SCENE")


def _not_utf8(what: str, where: str, encoding: str) -> ValidationFailed:
    path = where.rsplit(":", 1)[0] if where.rsplit(":", 1)[-1].isdigit() else where
    remedy = f"convert it: iconv -f {encoding} -t UTF-8 {path} > converted.fountain"
    return _refused(what, where, "UTF-8 text", remedy, "SCRIPT_NOT_UTF8")


def _refused(what: str, where: str, allowed: str, remedy: str, reason: str) -> ValidationFailed:
    return ValidationFailed(what, where=where, allowed=allowed, remedy=remedy, reason=reason)
