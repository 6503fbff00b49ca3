"""Which characters the pinned fonts can draw, compared with FreeType."""

from __future__ import annotations

import itertools

import pytest
from PIL import ImageFont

from reelmake.materials.fonts.files import CJK, FONTS, LATIN, font_of
from reelmake.materials.fonts.glyphs import character_ranges, has_glyph, without_glyph


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.family)
def test_a_character_has_a_glyph_exactly_where_freetype_draws_one(font) -> None:
    face = ImageFont.truetype(str(font.path), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(face.getmask("\U000f0000"))
    for char in "Aéж灯שمΔ여♪→ḣ№":
        assert has_glyph(font.path, char) == (bytes(face.getmask(char)) != missing), char


def test_character_ranges_are_sorted_and_disjoint() -> None:
    ranges = character_ranges(CJK.path)
    assert all(first <= last for first, last in ranges)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(ranges))


def test_characters_without_a_glyph_are_listed_once_and_sorted() -> None:
    assert without_glyph(["Привет, 灯台! שלום مرحبا Καλημέρα ♪ → “x” — é…"]) == ()
    assert without_glyph(["🦉 ก 🦉", "ก"]) == ("ก", "🦉")
    assert without_glyph(["plain"]) == ()


def test_symbols_missing_in_the_latin_font_use_another_font() -> None:
    for char in "♪→≠★①":
        assert font_of(char) is CJK and has_glyph(CJK.path, char) and not has_glyph(LATIN.path, char)
