"""The direction of a text."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Return whether a text runs from right to left: whether its first letter with a direction does, as in Unicode."""
    if text.isascii():
        return False
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
