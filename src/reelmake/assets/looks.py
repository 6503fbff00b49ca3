"""What a drawn character looks like: a figure that follows from the id, and shades of one colour."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.assets.colours import mix
from reelmake.assets.dice import Dice

HAIRS = (
    "crop", "side", "bob", "long", "bun", "afro", "curls", "tail", "quiff", "brimmed", "beanie", "scarf", "braids",
    "shaved",
)  # fmt: skip
HEADS = ("oval", "round", "square", "narrow")
BUILDS = ("even", "broad", "slight")
GARMENTS = ("crew", "vee", "jacket", "rollneck", "shirt", "shawl")
LOWERS = ("trousers", "skirt", "coat")
EXTRAS = ("none", "round_glasses", "square_glasses", "earrings", "none")


@dataclass(frozen=True)
class Look:
    """A character's silhouette and colours; templates/art/figure.svg.j2 draws it."""

    hair: str
    head: str
    build: str
    garment: str
    lower: str
    extra: str
    cloth: str
    cloth_dark: str
    cloth_light: str
    hair_fill: str
    hair_light: str
    skin: str
    skin_shade: str
    ink: str
    accent: str

    @property
    def silhouette(self) -> tuple[str, str, str]:
        """Return what can be told of a figure from its outline alone."""
        return self.hair, self.build, self.lower


def look_of(character_id: str, colour: str) -> Look:
    """Return a character's look, the same in every episode. It claims nothing about them."""
    dice = Dice("look", character_id)
    hair, head, build = dice.pick(HAIRS), dice.pick(HEADS), dice.pick(BUILDS)
    garment, lower, extra = dice.pick(GARMENTS), dice.pick(LOWERS), dice.pick(EXTRAS)
    hair_base = dice.pick(("#17131f", "#17131f", "#2a1d1a", "#3d2a20", "#efe6da"))
    skin_base = dice.pick(("#f7dcc4", "#eec6a4", "#d9a27c", "#b57c58"))
    hair_fill = mix(colour, hair_base, 84)
    skin = mix(colour, skin_base, 90)
    return Look(
        hair=hair,
        head=head,
        build=build,
        garment=garment,
        lower=lower,
        extra=extra,
        cloth=colour,
        cloth_dark=mix(colour, "#12131f", 34),
        cloth_light=mix(colour, "#fff6ea", 46),
        hair_fill=hair_fill,
        hair_light=mix(hair_fill, "#ffffff", 14),
        skin=skin,
        skin_shade=mix(skin, "#7a3626", 22),
        ink=mix(colour, "#14101a", 84),
        accent=mix(colour, "#ffe9c4", 72),
    )


def in_shadow(look: Look) -> Look:
    """Return a look as it is seen from behind and against the light, in the foreground."""
    dark = mix(look.cloth, "#090a12", 78)
    return Look(
        hair=look.hair,
        head=look.head,
        build=look.build,
        garment=look.garment,
        lower=look.lower,
        extra="none",
        cloth=dark,
        cloth_dark=mix(dark, "#000000", 30),
        cloth_light=mix(dark, look.cloth, 18),
        hair_fill=mix(dark, "#000000", 22),
        hair_light=mix(dark, look.cloth, 26),
        skin=mix(dark, "#000000", 12),
        skin_shade=mix(dark, "#000000", 26),
        ink=mix(dark, "#000000", 40),
        accent=mix(dark, look.cloth, 24),
    )
