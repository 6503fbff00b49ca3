"""Colours: one for each character, the same throughout a series; and mixing colours in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reelmake.kernel.seeded import SeededRandom

# Fifteen hues 24° apart in OKLCH, at three lightnesses. Written out, so that no library's rounding can change them.
_MIDDLE = [
    "#d7606e",
    "#d66741",
    "#c87502",
    "#ae860a",
    "#909310",
    "#629f39",
    "#09a66b",
    "#15a292",
    "#119ead",
    "#0199cc",
    "#468de5",
    "#7a7fe5",
    "#9f73d6",
    "#bb68bb",
    "#ce6197",
]
_DEEP = [
    "#a64450",
    "#a5492a",
    "#985700",
    "#836404",
    "#6c6e08",
    "#467922",
    "#037d4f",
    "#0b7a6e",
    "#087782",
    "#0b7399",
    "#2e69b2",
    "#5a5eb2",
    "#7853a6",
    "#8f4a8f",
    "#9e4572",
]
_LIGHT = [
    "#ec8a92",
    "#eb8f71",
    "#e09955",
    "#cba547",
    "#aeb252",
    "#89bc6d",
    "#5fc28f",
    "#34c3b2",
    "#27c0d1",
    "#4cb8e8",
    "#75aef5",
    "#9ba2f5",
    "#ba98e9",
    "#d38fd2",
    "#e48ab4",
]
PALETTE = (*_MIDDLE, *_DEEP, *_LIGHT)
_ATTEMPTS, _MIN_DISTANCE = 24, 110


def assign_colours(character_ids: Iterable[str], declared: Mapping[str, str]) -> dict[str, str]:
    """Return each character's colour by id: the ``declared`` one, or else one that the id chooses.

    The order of ``character_ids`` matters: each colour is chosen to differ from those before it, so a character added
    at the end changes nobody else's colour.
    """
    found: dict[str, str] = {}
    for name in dict.fromkeys(character_ids):
        found[name] = (declared.get(name) or _free_colour(name, found.values())).lower()
    return found


def _free_colour(character_id: str, taken: Iterable[str]) -> str:
    rng = SeededRandom("colour", character_id)
    others, best, farthest = tuple(taken), "", -1
    for _ in range(_ATTEMPTS):
        base = rng.pick(PALETTE)
        # A slight shade, within the hue: characters who share a palette colour seldom get exactly the same one.
        colour = mix(base, rng.pick(("#000000", "#ffffff")), rng.between(0, 7))
        nearest = min((distance(colour, other) for other in others), default=999)
        if nearest >= _MIN_DISTANCE:
            return colour
        if nearest > farthest:
            best, farthest = colour, nearest
    return best


def distance(one: str, two: str) -> int:
    """Return how much two colours differ: the sum of their channels' differences."""
    return sum(abs(a - b) for a, b in zip(_channels(one), _channels(two), strict=True))


def mix(first: str, second: str, percent: int) -> str:
    """Return ``first`` mixed with ``percent`` of ``second``."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{(a * (100 - percent) + b * percent + 50) // 100:02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
