"""Identifiers that are safe in paths, wildcards and file names, in whatever script a name is written."""

from __future__ import annotations

import re
import unicodedata

from reelmake.kernel.digest import digest

SLUG_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,63}$"
EPISODE_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
_SLUG = re.compile(SLUG_PATTERN)


def slug(name: str) -> str:
    """Return a lower-case ASCII id for ``name``; names no ASCII can spell get a digest of themselves.

    Names equal but for case, spacing and ``_ ' ’ . -`` give equal ids (``DR. WEISS`` is ``Dr Weiss``); a name of which
    anything else had to be dropped carries a digest, so that different names do not share an id.
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
    """Say whether ``text`` may serve as an id."""
    return _SLUG.fullmatch(text) is not None


def trace_id(series: str, episode: str) -> str:
    """Return the id under which everything made for one episode is traced; the same wherever it is made."""
    return digest(("trace", series, episode))[:32]


def letter_suffix(index: int) -> str:
    """Return ``A``, ``B`` … ``Z``, ``AA`` … for 0, 1 …: how an insertion after scene 14 is called 14A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
