"""The stems of an episode's sound, in the order in which they are added up."""

from __future__ import annotations

STEMS = ("dialogue", "music", "effects")
