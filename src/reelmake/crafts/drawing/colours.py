"""Colours: one for each character, the same all through a series, and mixtures of them in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reelmake.kernel.seeded import SeededRandom

# Fifteen hues 24° apart in OKLCH, at three lightnesses; worked out once, so that no rounding of a library decides.
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
_TRIES, _APART = 24, 110


def assign_colours(character_ids: Iterable[str], canon: Mapping[str, str]) -> dict[str, str]:
    """Return each character's colour: the canon's, or else one that follows from the id and is free.

    The order of ``character_ids`` counts: each colour is chosen apart from those of the characters before, so whoever
    joins at the end changes nobody else's.
    """
    found: dict[str, str] = {}
    for name in dict.fromkeys(character_ids):
        found[name] = (canon.get(name) or _own(name, found.values())).lower()
    return found


def _own(character_id: str, taken: Iterable[str]) -> str:
    rng = SeededRandom("colour", character_id)
    others, best, farthest = tuple(taken), "", -1
    for _ in range(_TRIES):
        base = rng.pick(PALETTE)
        # A shade of its own, too slight to leave the hue: two of one palette colour are seldom of one value.
        colour = mix(base, rng.pick(("#000000", "#ffffff")), rng.between(0, 7))
        nearest = min((distance(colour, other) for other in others), default=999)
        if nearest >= _APART:
            return colour
        if nearest > farthest:
            best, farthest = colour, nearest
    return best


def distance(one: str, two: str) -> int:
    """Return how far apart two colours are: the sum of what their channels differ by."""
    return sum(abs(a - b) for a, b in zip(_parts(one), _parts(two), strict=True))


def mix(first: str, second: str, percent: int) -> str:
    """Return ``first`` with ``percent`` of ``second`` in it."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{(a * (100 - percent) + b * percent + 50) // 100:02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
