"""Colours: one for each character, the same all through a series, and mixtures of them in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reelmake.assets.dice import Dice

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


def assign_colours(character_ids: Iterable[str], canon: Mapping[str, str]) -> dict[str, str]:
    """Return each character's colour: the canon's, or else one that follows from the id alone.

    As nobody else takes part in the choice, a colour never changes because someone joins the cast. Two characters
    may get near colours; their figures differ still, and the canon can say otherwise.
    """
    return {name: (canon.get(name) or _own(name)).lower() for name in sorted(set(character_ids))}


def _own(character_id: str) -> str:
    dice = Dice("colour", character_id)
    base = dice.pick(PALETTE)
    # A shade of its own, too slight to leave the hue: two of one palette colour are seldom of one value.
    return mix(base, dice.pick(("#000000", "#ffffff")), dice.between(0, 7))


def mix(first: str, second: str, percent: int) -> str:
    """Return ``first`` with ``percent`` of ``second`` in it."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{(a * (100 - percent) + b * percent + 50) // 100:02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
