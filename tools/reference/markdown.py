"""Generated text as Markdown: escaped, and in lines that fit the docs."""

from __future__ import annotations

import re
import textwrap

WIDTH = 120
_SPECIAL = re.compile(r"([\\`*<\[])")
_LOOKS_LIKE_A_BLOCK = re.compile(r"^(\s*)([-+#>]|\d+[.)])(?=\s|$)")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return a paragraph in lines of at most ``WIDTH`` columns, with what begins its first and its other lines."""
    lines = textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    # A dash or a number at the start of a line would begin a list.
    return "\n".join([*lines[:1], *(_LOOKS_LIKE_A_BLOCK.sub(r"\1\\\2", line) for line in lines[1:])])


def paragraphs(text: str) -> str:
    """Return a docstring's paragraphs, wrapped; reST literals become Markdown's."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(wrapped(part.replace("``", "`")) for part in parts)
