"""Breaking a line of dialogue into rows that fit the screen, and rows into captions of at most two."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WIDE_CHARACTERS = 16
"""A row of Chinese, Japanese or Korean holds no more characters than this."""
_SENTENCE_ENDS = tuple(".?!…。！？؟")
_CLAUSE_ENDS = (*_SENTENCE_ENDS, ",", ";", ":", "—", "、", "，", "；", "：", "،", "؛")
_NEVER_FIRST = set("、。，．！？：；）」』】〉》ー々…ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = set("（「『【〈《")


@dataclass(frozen=True)
class Token:
    """What cannot be broken: a word, or one wide character. ``spaced`` says whether a space stands before it."""

    text: str
    spaced: bool

    @property
    def columns(self) -> int:
        return columns(self.text)


def columns(text: str) -> int:
    """Return how many columns a text fills: wide characters two, marks none, all others one."""
    return sum(_columns_of(char) for char in text)


def row_columns(text: str, max_characters: int, max_wide_characters: int = WIDE_CHARACTERS) -> int:
    """Return how many columns a row of this text may fill."""
    if any(_is_wide(char) for char in text):
        return 2 * min(max_characters, max_wide_characters)
    return max_characters


def clean(text: str) -> str:
    """Return a text on one line: control characters and runs of white space become one space."""
    return " ".join("".join(" " if _is_control(char) else char for char in text).split())


def shortened(text: str, limit: int) -> str:
    """Return a text cut to ``limit`` columns, an ellipsis showing the cut."""
    if columns(text) <= limit:
        return text
    kept = ""
    for part in _clusters(text):
        if columns(kept + part) > limit - 1:
            break
        kept += part
    return kept.rstrip() + "…"


def captions(text: str, limit: int, taken: int = 0) -> list[tuple[str, ...]]:
    """Break a clean text into captions of one or two rows, each row at most ``limit`` columns.

    ``taken`` columns of the very first row are used already, by the speaker's name.
    """
    tokens = _tokens(text, limit, max(limit - taken, 2))
    result: list[tuple[str, ...]] = []
    while tokens:
        first = limit - (0 if result else taken)
        fits = _fitting(tokens, first, limit)
        count = fits if fits == len(tokens) else _good_end(tokens, fits)
        result.append(_rows(tokens[:count], first, limit))
        tokens = tokens[count:]
    return result


def _fitting(tokens: list[Token], first: int, limit: int) -> int:
    """Return how many tokens two rows hold, at least one."""
    one = _row_holds(tokens, first)
    return max(one + _row_holds(tokens[one:], limit), 1)


def _row_holds(tokens: list[Token], limit: int) -> int:
    used = 0
    for count, token in enumerate(tokens):
        used += token.columns + (1 if token.spaced and count else 0)
        if used > limit:
            return count
    return len(tokens)


def _good_end(tokens: list[Token], fits: int) -> int:
    """Return where a caption of at most ``fits`` tokens ends best: a sentence, else a clause, else where it is full."""
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        for count in range(fits, fits * 2 // 5, -1):
            if tokens[count - 1].text.endswith(ends):
                return count
    return fits


def _rows(tokens: list[Token], first: int, limit: int) -> tuple[str, ...]:
    """Set tokens in one row if they fit, else in the two rows nearest in length, the first not the longer."""
    if _row_holds(tokens, first) == len(tokens):
        return (_joined(tokens),)
    breaks = [
        (abs(columns(upper) + limit - first - columns(lower)), columns(upper) > columns(lower), upper, lower)
        for count in range(1, len(tokens))
        for upper, lower in [(_joined(tokens[:count]), _joined(tokens[count:]))]
        if columns(upper) <= first and columns(lower) <= limit
    ]
    if not breaks:
        return (_joined(tokens),)
    _difference, _top_heavy, upper, lower = min(breaks)
    return upper, lower


def _joined(tokens: list[Token]) -> str:
    return "".join((" " if token.spaced and index else "") + token.text for index, token in enumerate(tokens))


def _tokens(text: str, limit: int, first: int) -> list[Token]:
    tokens: list[Token] = []
    for word in text.split(" "):
        for index, piece in enumerate(_pieces(word)):
            room = limit if tokens else min(limit, first)
            for place, part in enumerate(_cut(piece, room)):
                tokens.append(Token(part, index == 0 and place == 0 and bool(tokens)))
    return tokens


def _pieces(word: str) -> list[str]:
    """Split a word at every place a wide character allows a break."""
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
    """Cut what is longer than a row; marks stay with their letters."""
    if columns(piece) <= limit:
        return [piece]
    parts = [""]
    for cluster in _clusters(piece):
        if parts[-1] and columns(parts[-1]) + columns(cluster) > limit:
            parts.append("")
        parts[-1] += cluster
    return parts


def _clusters(text: str) -> list[str]:
    """Split into letters with their marks and joined emoji; near enough to grapheme clusters for breaking rows."""
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


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
