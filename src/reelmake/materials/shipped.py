"""Where the shipped files are: templates, schemas, rules and profiles, in a checkout or in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped_root() -> Path:
    """Return the directory that holds Snakefile, rules/, templates/, schemas/ and profiles/."""
    packaged = Path(__file__).parents[1] / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parents[3]


def shipped(*parts: str) -> Path:
    """Return the path of one shipped file or directory."""
    return shipped_root().joinpath(*parts)
