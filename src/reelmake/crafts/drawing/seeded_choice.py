"""Choices that a name decides: the same on every machine, whatever else is in the series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from blake3 import blake3

T = TypeVar("T")


class Dice:
    """A row of numbers that follows from some words: ``Dice("set", "lighthouse").between(3, 7)``."""

    def __init__(self, *words: str) -> None:
        self._stream = blake3("\x1f".join(words).encode("utf-8", "surrogatepass"))
        self._place = 0

    def between(self, low: int, high: int) -> int:
        """Return the next number, at least ``low`` and at most ``high``."""
        four = self._stream.digest(length=4, seek=self._place)
        self._place += 4
        return low + int.from_bytes(four, "big") % (high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """Return one of ``items``."""
        return items[self.between(0, len(items) - 1)]
