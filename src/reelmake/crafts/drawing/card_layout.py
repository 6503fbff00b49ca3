"""The layout of cards: titles, plain text, "The End", credits."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.drawing.labels import TextLine
from reelmake.crafts.drawing.lettering import fit_block, fit_line
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.shotlist import CardStyle, CreditBlock, Shot

_PAPER = "#f6f1e6"
_GOLD = "#e0b05c"
_CREDITS_TOP, _CREDITS_BOTTOM = 90, 910
_COLUMN_ROWS = 14
"""Rows of credits in one column; a second column begins after that."""
_MAX_ROWS = 26


@dataclass(frozen=True)
class CardLayout:
    """The texts on a card, and the y of its horizontal rules."""

    words: tuple[TextLine, ...]
    rules: tuple[int, ...] = ()


def lay_out_card(shot: Shot, frame: Frame) -> CardLayout:
    """Return a card's layout, inside the area that every screen shows."""
    if shot.card_style is CardStyle.CREDITS:
        return _credits(shot.credits, frame)
    names = shot.card.split("\n")
    if shot.card_style is CardStyle.TITLE and len(names) > 1:
        return _title(names[0], " ".join(names[1:]), frame)
    return _words(shot, frame)


def _words(shot: Shot, frame: Frame) -> CardLayout:
    """Return centred words between two rules, above the captions."""
    short = len(shot.card) <= 28
    words = _block(shot.card or shot.location or "—", frame, size=112 if short else 74, middle=440)
    over = words[0].y - words[0].line.size * 3 // 2
    return CardLayout(words, (over, words[-1].y + words[-1].line.size * 4 // 5))


def _title(series: str, episode: str, frame: Frame) -> CardLayout:
    """Return the series' name in small spaced letters, a rule, and the episode's name, large, below it."""
    words = _block(episode, frame, size=128, middle=520)
    spacing = frame.s(5)
    line = fit_line(series, width=frame.x(700), size=frame.s(42), min_size=frame.s(24), spacing=spacing)
    rule = words[0].y - words[0].line.size * 145 // 100
    above = TextLine(line, frame.width // 2, rule - line.size * 9 // 10, _GOLD, 600, "middle", spacing)
    return CardLayout((above, *words), (rule,))


def _block(text: str, frame: Frame, *, size: int, middle: int) -> tuple[TextLine, ...]:
    lines = fit_block(text, width=frame.x(700), lines=5, size=frame.s(size), min_size=frame.s(34))
    lead = lines[0].size * 124 // 100
    first = frame.y(middle) - lead * (len(lines) - 1) // 2 + lines[0].size * 36 // 100
    return tuple(
        TextLine(line, frame.width // 2, first + number * lead, _PAPER, 700, "middle")
        for number, line in enumerate(lines)
    )


def _credits(blocks: tuple[CreditBlock, ...], frame: Frame) -> CardLayout:
    """Return headings and names below each other; in two columns if they are many and the picture is wide."""
    rows = [
        row for block in blocks for row in (("", True), (block.heading, True), *((one, False) for one in block.lines))
    ]
    rows = rows[1:]
    columns = 2 if len(rows) > _COLUMN_ROWS and frame.width > frame.height else 1
    most = _MAX_ROWS * columns
    if len(rows) > most:
        rows = [*rows[: most - 1], (f"… + {len(rows) - most + 1}", False)]
    each = max(-(-len(rows) // columns), 1)
    lead = min(frame.y(_CREDITS_BOTTOM - _CREDITS_TOP) // each, frame.s(62))
    top = frame.y(500) - lead * each // 2 + lead * 7 // 10
    words = []
    for index, (text, heads) in enumerate(rows):
        if not text:
            continue
        column, place = divmod(index, each)
        middle = frame.width * (2 * column + 1) // (2 * columns)
        spacing = frame.s(3) if heads else 0
        size = lead * (50 if heads else 64) // 100
        line = fit_line(
            text, width=frame.x(800 // columns), size=size, min_size=min(size, frame.s(20)), spacing=spacing
        )
        fill, weight = (_GOLD, 600) if heads else (_PAPER, 500)
        words.append(TextLine(line, middle, top + place * lead, fill, weight, "middle", spacing))
    return CardLayout(tuple(words))
