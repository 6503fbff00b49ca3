"""Captions that are drawn into a clip: made by the captions craft, used by the picture craft."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.materials.fonts.files import Font


@dataclass(frozen=True)
class BurnedCaptions:
    """An ASS script, timed from a clip's first frame, and the fonts it uses."""

    script: str
    fonts: tuple[Font, ...]
