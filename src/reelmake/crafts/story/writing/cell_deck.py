"""Draws cells from the bank, each once in a season, in an order that depends only on the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reelmake.crafts.story.writing.bank import Cell, bank
from reelmake.kernel.digest import digest

Accepts = Callable[[Cell], bool]
Cost = Callable[[Cell], int]


class Deck:
    """The cells that are not yet used in this season."""

    def __init__(self, spent: Iterable[str]) -> None:
        self._spent = set(spent)
        self.drawn: list[str] = []

    def draw(self, seed: str, words: Iterable[str], *, accepts: Accepts, cost: Cost = lambda _cell: 0) -> Cell | None:
        """Return the accepted cell with all ``words`` and the least cost; the seed decides among equals.

        Each cell has its own rank for each seed, so that a used cell does not change the order of the others.
        """
        wanted = frozenset(words)
        open_cells = (cell for cell in bank() if cell.id not in self._spent and wanted <= cell.words and accepts(cell))
        best = min(open_cells, key=lambda cell: (cost(cell), digest(("rank", 1, seed, cell.id))), default=None)
        if best is not None:
            self._spent.add(best.id)
            self.drawn.append(best.id)
        return best
