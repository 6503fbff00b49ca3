"""Fonts as inputs of actions."""

from __future__ import annotations

from functools import cache

from reelmake.documents.action import FromFile
from reelmake.kernel.digest import digest_file
from reelmake.materials.fonts.files import Font


@cache
def font_input(font: Font) -> FromFile:
    """Return a font as an action's input."""
    return FromFile(digest=digest_file(font.path), path=str(font.path))
