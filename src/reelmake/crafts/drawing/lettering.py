"""Text for a picture: shortened to fit, broken into lines, each part in a font that has its letters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from reelmake.materials.fonts.files import runs

_ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"
"""Zero-width characters that Arabic and Persian spelling needs; all other format characters are dropped."""

# Widths of bold letters in thousandths of the font size, rounded up: a line is never wider than calculated.
_WIDTHS: dict[str, int] = {
    char: width
    for width, chars in (
        (350, " .,:;'’‘`!()[]{}-ijl·J"),
        (480, 'frtI|*/"“”'),
        (560, "csz?"),
        (640, "aekvxyEFLSTZ0123456789+=<>~^_–"),
        (710, "bdghnopquBCKPRVXY"),
        (840, "ADGHNOQU#&$ΝΟΗΘΠΔ"),
        (1020, "mwMW@%—…"),
        (1130, "ЖМШЩЫЮФжмшщыюфΜΩΦΨωψφ"),
    )
    for char in chars
}
_OTHER_LETTER, _OTHER_CAPITAL, _ARABIC, _FULL_WIDTH = 700, 830, 800, 1000


@dataclass(frozen=True)
class FontSpan:
    """A part of a text in one font family."""

    family: str
    text: str


@dataclass(frozen=True)
class Lettering:
    """A line of text as it is drawn: its parts by font, its size in pixels, and an upper bound of its width."""

    spans: tuple[FontSpan, ...]
    size: int
    width: int
    text: str


def drawable(text: str) -> str:
    """Return a text that can be drawn: on one line, without control characters, pictographs and direction marks."""
    kept = []
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            kept.append(" ")
        elif char in _JOINERS or (char.isprintable() and not _is_pictograph(char)):
            kept.append(char)
    return " ".join("".join(kept).split())


def width_of(text: str, size: int, spacing: int = 0) -> int:
    """Return an upper bound of a text's width in pixels, with ``spacing`` pixels between letters."""
    thousandths = sum(_char_width(char) for char in text)
    return -(-thousandths * size // 1000) + spacing * len(text)


def fit_line(text: str, *, width: int, size: int, min_size: int = 0, spacing: int = 0) -> Lettering:
    """Return ``text`` on one line of at most ``width``: smaller, down to ``min_size``, or shortened by an ellipsis."""
    shown = drawable(text)
    smallest = min(min_size or size * 2 // 3, size)
    while size > smallest and width_of(shown, size, spacing) > width:
        size -= 1
    if width_of(shown, size, spacing) > width:
        while shown and width_of(shown + _ELLIPSIS, size, spacing) > width:
            shown = shown[:-1]
        shown = shown.rstrip() + _ELLIPSIS
    return Lettering(spans_of(shown), size, width_of(shown, size, spacing), shown)


def fit_block(text: str, *, width: int, lines: int, size: int, min_size: int) -> tuple[Lettering, ...]:
    """Return ``text`` broken into at most ``lines`` lines of one size, shortened if it does not fit at ``min_size``."""
    words = drawable(text).split() or [""]
    while True:
        broken = _broken_lines(words, width, size)
        if len(broken) <= lines or size <= min_size:
            break
        size -= max(1, size // 16)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    fitted = [fit_line(line, width=width, size=size, min_size=size) for line in broken]
    return tuple(fitted)


def spans_of(text: str) -> tuple[FontSpan, ...]:
    """Return a text's parts, each in one font."""
    return tuple(FontSpan(font.family, part) for font, part in runs(text))


def _broken_lines(words: list[str], width: int, size: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        for piece in _broken_word(word, width, size):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and width_of(joined, size) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _broken_word(word: str, width: int, size: int) -> list[str]:
    """Break a word that is wider than a line at any letter: right for CJK, and the last resort elsewhere."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width_of(pieces[-1] + char, size) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return _FULL_WIDTH
    if char in _WIDTHS:
        return _WIDTHS[char]
    if "\u0600" <= char <= "\u08ff" or "\ufb50" <= char <= "\ufefc":
        return _ARABIC
    return _OTHER_CAPITAL if char.isupper() else _OTHER_LETTER


def _is_pictograph(char: str) -> bool:
    """Return whether no shipped font has the character: emoji, private use and unassigned code points."""
    point = ord(char)
    return (
        0x1F000 <= point <= 0x1F1FF or 0x1F300 <= point <= 0x1FBFF or unicodedata.category(char) in ("Co", "Cn", "Cs")
    )
