"""Estimates the length of a line without sound by reading speed."""

from __future__ import annotations

import unicodedata

from reelmake.kernel.frames import SAMPLE_RATE

SHORTEST_SAMPLES = SAMPLE_RATE * 6 // 10


def estimated_samples(text: str, characters_per_second: int) -> int:
    """Return a line's length in samples at a reading speed; a wide (CJK) character counts as two."""
    return max(SHORTEST_SAMPLES, sum(map(_weight, text)) * SAMPLE_RATE // characters_per_second)


def _weight(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
