"""Whether a text runs from right to left."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction runs from right to left, as bidirectional text is judged."""
    if text.isascii():
        return False
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
