"""Which characters a font file has glyphs for, read from the font's ``cmap`` table."""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reelmake.materials.fonts.files import font_of

Ranges = tuple[tuple[int, int], ...]


def without_glyph(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters of some texts that the pinned fonts cannot draw, in code point order."""
    found = {char for text in texts if not text.isascii() for char in text if ord(char) > 0xFF}
    return tuple(char for char in sorted(found) if not _is_drawn(char))


def _is_drawn(char: str) -> bool:
    if unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
        return True
    font = font_of(char)
    # Marks use the font of their neighbours; all pinned fonts have these few.
    if font is None or has_glyph(font.path, char):
        return True
    # A letter with a mark can be composed of the two.
    parts = unicodedata.normalize("NFD", char)
    return len(parts) > 1 and all(has_glyph(font.path, part) for part in parts)


def has_glyph(path: Path, char: str) -> bool:
    """Say whether a font file has a glyph for a character."""
    ranges = character_ranges(path)
    place = bisect_right(ranges, (ord(char), 0x110000)) - 1
    return place >= 0 and ranges[place][0] <= ord(char) <= ranges[place][1]


@cache
def character_ranges(path: Path) -> Ranges:
    """Return the ranges of code points that a font maps to glyphs, in order, both ends included."""
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        tables = {name: (place, size) for name, place, size in struct.iter_unpack(">4s4xII", file.read(16 * count))}
        place, size = tables[b"cmap"]
        file.seek(place)
        table = file.read(size)
    maps: dict[int, int] = {}
    for index in range(struct.unpack_from(">2xH", table)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            maps[struct.unpack_from(">H", table, offset)[0]] = offset
    # Format 12 covers everything where it is present; format 4 then only repeats the first 65,536 code points.
    if 12 in maps:
        return _joined(_by_groups(table, maps[12]))
    return _joined(_by_segments(table, maps[4])) if 4 in maps else ()


def _by_segments(table: bytes, offset: int) -> list[tuple[int, int]]:
    """Read format 4: ranges with an offset, or with a list in which 0 means no glyph."""
    doubled = struct.unpack_from(">6xH", table, offset)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + doubled)
    shifts = struct.unpack_from(f">{count}H", table, offset + 16 + 2 * doubled)
    lists_at = offset + 16 + 3 * doubled
    lists = struct.unpack_from(f">{count}H", table, lists_at)
    found = []
    for index, (first, last, shift, listed) in enumerate(zip(starts, ends, shifts, lists, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if listed:
                at = lists_at + 2 * index + listed + 2 * (point - first)
                glyph = struct.unpack_from(">H", table, at)[0]
            if glyph and (glyph + shift) % 0x10000:
                found.append((point, point))
    return found


def _by_groups(table: bytes, offset: int) -> list[tuple[int, int]]:
    """Read format 12: ranges, each with its first glyph."""
    count = struct.unpack_from(">12xI", table, offset)[0]
    groups = struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * count])
    return [(first, last) for first, last, glyph in groups if glyph or last > first]


def _joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    result: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)
