"""Identifiers that are safe in paths and wildcards, made from names in any writing system."""

from __future__ import annotations

import re
import unicodedata

from reelmake.kernel.digest import digest

SLUG_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,63}$"
EPISODE_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
_SLUG = re.compile(SLUG_PATTERN)


def slug(name: str) -> str:
    """Return a lower-case ASCII id for ``name``, with a digest where ASCII cannot spell the name.

    Names that differ only in case, spacing and ``_ ' ’ . -`` have the same id (``DR. WEISS`` and ``Dr Weiss``). When
    any other character has to be dropped, a digest is added, so that different names never share an id.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    folded = re.sub(r"\s+", " ", folded)
    decomposed = unicodedata.normalize("NFKD", folded)
    spelled = "".join(char for char in decomposed if not unicodedata.combining(char))
    kept = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")
    faithful = re.fullmatch(r"[a-z0-9 _'’.\-]*", folded) is not None
    if kept and faithful and len(kept) <= 64:
        return kept
    mark = digest(("name", folded))[:8]
    return f"{kept[:40].strip('-')}-{mark}" if kept else f"x-{mark}"


def is_slug(text: str) -> bool:
    """Say whether ``text`` is a valid id."""
    return _SLUG.fullmatch(text) is not None


def trace_id(series: str, episode: str) -> str:
    """Return the trace id of everything made for one episode; it is the same on every machine."""
    return digest(("trace", series, episode))[:32]


def letter_suffix(index: int) -> str:
    """Return ``A``, ``B`` … ``Z``, ``AA`` … for 0, 1 …: the suffix in 14A, a scene inserted after 14."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
