"""Splits dialogue into unbreakable tokens, and arranges tokens in rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_NEVER_FIRST = set("、。，．！？：；）」』】〉》ー々…ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = set("（「『【〈《")


@dataclass(frozen=True)
class Token:
    """An unbreakable unit: a word, or one wide character. ``spaced`` tells whether a space precedes it."""

    text: str
    spaced: bool
    first: int
    """The number of characters before it in the line, not counting spaces."""
    columns: int

    @property
    def end(self) -> int:
        return self.first + len(self.text)


def columns(text: str) -> int:
    """Return how many columns a text fills: wide characters two, combining marks none, all others one."""
    return sum(_columns_of(char) for char in text)


def is_wide_text(text: str) -> bool:
    """Return whether any part of a text is Chinese, Japanese or Korean."""
    return not text.isascii() and any(_is_wide(char) for char in text)


def shortened(text: str, limit: int) -> str:
    """Return a text shortened to ``limit`` columns, with an ellipsis if anything was cut."""
    if columns(text) <= limit:
        return text
    kept = ""
    for part in _clusters(text):
        if columns(kept + part) > limit - 1:
            break
        kept += part
    return kept.rstrip() + "…"


def tokens_of(text: str, limit: int, first: int) -> list[Token]:
    """Split a text into tokens of at most ``limit`` columns, the first one of at most ``first``."""
    tokens: list[Token] = []
    place = 0
    for word in text.split(" "):
        for index, piece in enumerate(_pieces(word)):
            room = limit if tokens else min(limit, first)
            for cut, part in enumerate(_cut(piece, room)):
                spaced = index == 0 and cut == 0 and bool(tokens)
                tokens.append(Token(part, spaced, place, columns(part)))
                place += len(part)
    return tokens


def first_row(tokens: Sequence[Token], first: int, limit: int, badness: Sequence[int]) -> int:
    """Return how many tokens to put in the first of two rows; 0 if two rows are not enough.

    Rows of equal length are best, with the first no longer than the second; but a good break is more important.
    ``badness`` is that of a break before each token.
    """
    best: tuple[int, bool, int] | None = None
    upper, lower = -tokens[0].spaced, sum(token.columns + token.spaced for token in tokens)
    for count in range(1, len(tokens)):
        token = tokens[count - 1]
        upper += token.columns + token.spaced
        lower -= token.columns + token.spaced
        if upper > first:
            break
        below = lower - tokens[count].spaced
        if below <= limit:
            cost = (abs(upper + limit - first - below) + badness[count], upper > below, count)
            best = min(best or cost, cost)
    return best[2] if best else 0


def joined(tokens: Sequence[Token]) -> str:
    """Return tokens as text again."""
    return "".join((" " if token.spaced and index else "") + token.text for index, token in enumerate(tokens))


def _pieces(word: str) -> list[str]:
    """Split a word wherever a wide character allows a break."""
    pieces: list[str] = []
    for cluster in _clusters(word):
        before = pieces[-1] if pieces else ""
        breaks = before and (_is_wide(cluster[0]) or _is_wide(before[-1]))
        if breaks and cluster[0] not in _NEVER_FIRST and before[-1] not in _NEVER_LAST:
            pieces.append(cluster)
        elif pieces:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
    return pieces


def _cut(piece: str, limit: int) -> list[str]:
    """Cut a piece that is wider than a row; combining marks stay with their letters."""
    if columns(piece) <= limit:
        return [piece]
    parts = [""]
    for cluster in _clusters(piece):
        if parts[-1] and columns(parts[-1]) + columns(cluster) > limit:
            parts.append("")
        parts[-1] += cluster
    return parts


def _clusters(text: str) -> list[str]:
    """Split into letters with their marks, and joined emoji: close enough to grapheme clusters for breaking rows."""
    clusters: list[str] = []
    for char in text:
        joins = clusters and (_columns_of(char) == 0 or clusters[-1].endswith("\u200d"))
        if joins:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


@lru_cache(maxsize=4096)
def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if _is_wide(char) else 1


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")
