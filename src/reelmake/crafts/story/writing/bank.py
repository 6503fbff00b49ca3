"""The bank of cells: short exchanges and actions that the grammar writes with, each at most once in a season."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEAD = re.compile(r"@ ([a-z]+[0-9]+): ([a-z ]+)")
_SPOKEN = re.compile(r"([ABC]): (?:\(([^)]+)\) )?(.+)")
FILES = ("moves.txt", "anywhere.txt", "staging.txt")


@dataclass(frozen=True)
class BankLine:
    """One line of a cell: a speech of a role, or an action without role; without text it is a beat."""

    role: str
    text: str
    how: str = ""


@dataclass(frozen=True)
class Cell:
    """A few lines that belong together, and the words that say where they fit."""

    id: str
    words: frozenset[str]
    lines: tuple[BankLine, ...]

    def needs(self, slot: str) -> bool:
        """Say whether a line has the placeholder."""
        return any(slot in line.text for line in self.lines)

    @property
    def text(self) -> str:
        """Return the text of a cell that is one action."""
        return self.lines[0].text


@cache
def bank() -> tuple[Cell, ...]:
    """Return every cell, in the order of the files."""
    return tuple(
        cell for name in FILES for cell in read_cells((Path(__file__).parent / "bank" / name).read_text("utf-8"))
    )


def read_cells(text: str) -> tuple[Cell, ...]:
    """Read cells from their notation; raise ValueError for a mistake in it, which is ours."""
    cells: list[Cell] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        if not lines:
            continue
        head = _HEAD.fullmatch(lines[0])
        if head is None:
            raise ValueError(f"not the first line of a cell: {lines[0]!r}")
        cells.append(Cell(head[1], frozenset(head[2].split()), tuple(_line(line) for line in lines[1:])))
    return tuple(cells)


def _line(line: str) -> BankLine:
    if line == "(beat)":
        return BankLine("", "", "beat")
    if spoken := _SPOKEN.fullmatch(line):
        return BankLine(spoken[1], spoken[3], spoken[2] or "")
    return BankLine("", line.removeprefix("* "))
