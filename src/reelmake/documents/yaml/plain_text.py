"""When a text can be written in YAML without quotes."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*(?: [A-Za-z0-9_/.-]+)*")
_RESERVED_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def is_plain(text: str) -> bool:
    """Say whether YAML reads an unquoted text as this very text."""
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _RESERVED_WORDS
