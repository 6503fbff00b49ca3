"""Reads the time of a scene from its heading: flashback, dream, same time, moments later."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelmake.documents.script import Scene
from reelmake.documents.world import Mode

_OPEN = r"(?:[-–—(]\s*|^)"
# MEMORY LANE and DREAM FACTORY are places. Except for FLASHBACK, the word must be alone between dashes.
_ALONE = r"(?:\s+SEQUENCE)?\s*(?=[-–—)]|$)"
_FLASHBACK = re.compile(rf"{_OPEN}(?:FLASHBACK\b|MEMORY{_ALONE})", re.IGNORECASE)
_DREAM = re.compile(rf"{_OPEN}(?:DREAM|NIGHTMARE|VISION|FANTASY){_ALONE}", re.IGNORECASE)
_MEANWHILE = re.compile(r"[-–—(]\s*(?:SAME TIME|MEANWHILE|SIMULTANEOUS(?:LY)?)\b", re.IGNORECASE)
_CONTINUOUS = re.compile(r"[-–—(]\s*CONTINUOUS\b", re.IGNORECASE)
_MOMENTS = re.compile(r"[-–—(]\s*(?:MOMENTS|SECONDS) LATER\b", re.IGNORECASE)
_MOMENTS_MINUTES = 10


@dataclass(frozen=True)
class HeadingTime:
    """The time of a scene relative to the one before it."""

    mode: Mode
    meanwhile: bool
    gap: int | None
    """The most minutes since the scene before; None if the heading does not say."""


def heading_time(scene: Scene) -> HeadingTime:
    """Return the time that a scene's heading states."""
    text = scene.heading_words
    mode: Mode = "present"
    if _FLASHBACK.search(text):
        mode = "flashback"
    elif _DREAM.search(text):
        mode = "dream"
    meanwhile = _MEANWHILE.search(text) is not None
    gap = _MOMENTS_MINUTES if _MOMENTS.search(text) else None
    return HeadingTime(mode, meanwhile, 0 if meanwhile or _CONTINUOUS.search(text) else gap)
