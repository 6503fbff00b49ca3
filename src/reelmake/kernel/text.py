"""Small operations on text."""

from __future__ import annotations

import unicodedata


def single_line(text: str) -> str:
    """Return a text on one line: control characters and runs of white space become one space."""
    return " ".join("".join(" " if _is_control(char) else char for char in text).split())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
