"""The pinned font files, and which of them a text needs. System fonts are never read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reelmake.kernel.packages import installed_file


@dataclass(frozen=True)
class Font:
    """A pinned font file: its family as renderers know it, and the name an action gives the file."""

    family: str
    filename: str
    distribution: str
    prefix: str

    @property
    def path(self) -> Path:
        return installed_file(self.distribution, self.prefix)[0]


LATIN = Font("Noto Sans", "NotoSans.ttf", "fontpkg-noto-sans", "fontpkg_noto_sans/files/NotoSans[")
ARABIC = Font("Noto Sans Arabic", "NotoSansArabic.ttf", "fontpkg-noto-sans-arabic", "fontpkg_noto_sans_arabic/files/")
HEBREW = Font("Heebo", "Heebo.ttf", "fontpkg-heebo", "fontpkg_heebo/files/")
CJK = Font("Noto Sans CJK TC", "NotoSansCJK.otf", "cvttf-notosanscjk-regular", "cvttf_NotoSansCJK_Regular/NotoSans")
FONTS = (LATIN, ARABIC, HEBREW, CJK)

_RANGES: tuple[tuple[int, int, Font], ...] = (
    (0x0590, 0x05FF, HEBREW),
    (0xFB1D, 0xFB4F, HEBREW),
    (0x0600, 0x06FF, ARABIC),
    (0x0750, 0x077F, ARABIC),
    (0x08A0, 0x08FF, ARABIC),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFC, ARABIC),
    (0x1100, 0x11FF, CJK),
    # Arrows, mathematics, shapes and musical notes are missing in the Latin font. It has 2212 (minus) and 25CC.
    (0x2160, 0x217F, CJK),
    (0x2190, 0x2211, CJK),
    (0x2213, 0x25CB, CJK),
    (0x25CD, 0x2BFF, CJK),
    (0x2E80, 0x9FFF, CJK),
    (0xA960, 0xA97F, CJK),
    (0xAC00, 0xD7FF, CJK),
    (0xF900, 0xFAFF, CJK),
    (0xFE10, 0xFE1F, CJK),
    (0xFE30, 0xFE4F, CJK),
    (0xFE50, 0xFE6F, CJK),
    (0xFF00, 0xFFEF, CJK),
    (0x1F200, 0x1F2FF, CJK),
    (0x20000, 0x3FFFF, CJK),
)


@lru_cache(maxsize=4096)
def font_of(char: str) -> Font | None:
    """Return the font for a character; None for marks and spaces, which use the font of their neighbours."""
    point = ord(char)
    for first, last, font in _RANGES:
        if first <= point <= last:
            return font
    if unicodedata.category(char) in ("Zs", "Mn", "Cc", "Cf") or char in ".,;:!?-–—…'\"()":
        return None
    return LATIN


def runs(text: str) -> list[tuple[Font, str]]:
    """Split a text into runs of one font, in reading order."""
    result: list[tuple[Font, str]] = []
    for char in text:
        font = font_of(char) or (result[-1][0] if result else LATIN)
        if result and result[-1][0] is font:
            result[-1] = (font, result[-1][1] + char)
        else:
            result.append((font, char))
    return result


def fonts_for(texts: Iterable[str]) -> tuple[Font, ...]:
    """Return the fonts that some texts need, always including the Latin one."""
    needed = {LATIN} | {font for text in texts for char in text if (font := font_of(char)) is not None}
    return tuple(font for font in FONTS if font in needed)
