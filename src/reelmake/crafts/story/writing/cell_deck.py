"""Cells drawn from the bank: each once in a season, in an order that hangs on the beat and on nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reelmake.crafts.story.writing.bank import Cell, bank
from reelmake.kernel.digest import digest

Fits = Callable[[Cell], bool]
Ease = Callable[[Cell], int]


class Deck:
    """The cells that are still unspent in this season."""

    def __init__(self, spent: Iterable[str]) -> None:
        self._spent = set(spent)
        self.drawn: list[str] = []

    def draw(self, seed: str, words: Iterable[str], *, fits: Fits, ease: Ease = lambda _cell: 0) -> Cell | None:
        """Return the cell that has all ``words``, fits, and suits best; the seed decides among equals.

        Each cell has a rank of its own for each seed, so a cell that is gone leaves the others' order as it was.
        """
        wanted = frozenset(words)
        open_cells = (cell for cell in bank() if cell.id not in self._spent and wanted <= cell.words and fits(cell))
        best = min(open_cells, key=lambda cell: (ease(cell), digest(("rank", 1, seed, cell.id))), default=None)
        if best is not None:
            self._spent.add(best.id)
            self.drawn.append(best.id)
        return best
