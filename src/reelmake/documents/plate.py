"""The size of a plate, the still picture that a camera moves over."""

from __future__ import annotations


def plate_size(width: int, height: int) -> tuple[int, int]:
    """Return the size of a plate for an output of ``width`` by ``height``: 1.15 times as large, rounded up to even."""
    return _roomy(width), _roomy(height)


def _roomy(length: int) -> int:
    grown = -(-length * 23 // 20)
    return grown + grown % 2
