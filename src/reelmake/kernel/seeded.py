"""Choices that depend only on their seed: the same on every machine, in every run, whatever else is in the series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from blake3 import blake3

from reelmake.kernel.digest import digest

T = TypeVar("T")


class SeededRandom:
    """A sequence of numbers that depends only on its seed: ``SeededRandom("set", "lighthouse").between(3, 7)``."""

    def __init__(self, *seed: str) -> None:
        self._stream = blake3("\x1f".join(seed).encode("utf-8", "surrogatepass"))
        self._offset = 0

    def between(self, low: int, high: int) -> int:
        """Return the next number, at least ``low`` and at most ``high``."""
        four_bytes = self._stream.digest(length=4, seek=self._offset)
        self._offset += 4
        return low + int.from_bytes(four_bytes, "big") % (high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """Return one of ``items``; this takes one number of the sequence."""
        return items[self.between(0, len(items) - 1)]


def seeded_index(count: int, *seed: str | int) -> int:
    """Return a number from 0 to ``count`` - 1 that depends only on ``seed``."""
    # Not the numbers SeededRandom would give: every note composed so far follows from this digest.
    return int(digest(("choice", 1, list(seed)))[:12], 16) % count
