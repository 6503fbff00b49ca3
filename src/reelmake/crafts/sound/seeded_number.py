"""Choices that look free and are not: the same things always choose the same."""

from __future__ import annotations

from reelmake.kernel.digest import digest


def choose(count: int, *about: str | int) -> int:
    """Return a number from 0 to ``count`` - 1 that depends on nothing but what it is about."""
    return int(digest(("choice", 1, list(about)))[:12], 16) % count
