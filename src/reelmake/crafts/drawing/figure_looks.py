"""How each drawn character looks: as the canon states, otherwise as the id chooses; no two look alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reelmake.crafts.drawing.appearance import Appearance, read_appearance
from reelmake.crafts.drawing.colours import distance, mix
from reelmake.kernel.seeded import SeededRandom

HAIRS = (
    "crop", "side", "bob", "long", "bun", "afro", "curls", "tail", "quiff", "braids", "shaved",
)  # fmt: skip
HATS = ("none", "none", "none", "none", "none", "none", "brimmed", "beanie", "cap")
HEADS = ("oval", "round", "square", "narrow")
BUILDS = ("even", "broad", "slight")
GARMENTS = ("crew", "vee", "jacket", "rollneck", "shirt", "shawl")
LOWERS = ("trousers", "skirt", "coat")
EXTRAS = ("none", "none", "none", "round_glasses", "square_glasses", "earrings")
_HAIR_COLOURS = ("#17131f", "#2a1d1a", "#4a2f20", "#7a3f1d", "#b4501f", "#d9b25f", "#efe6da")
_GREY = "#b9bbc2"
_SKINS = ("#f7dcc4", "#eec6a4", "#d9a27c", "#b57c58", "#8a5a3c")
ATTEMPTS = 40
MIN_DIFFERENCE = 9
"""How much two looks of one series should differ; see ``difference``."""


@dataclass(frozen=True)
class FigureLook:
    """A character's silhouette and colours; templates/art/figure.svg.j2 draws it."""

    hair: str
    hat: str
    head: str
    build: str
    garment: str
    lower: str
    extra: str
    beard: str
    age: str
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
    def silhouette(self) -> tuple[str, str, str, str]:
        """Return the features that are visible in an outline: hair or hat, build, lower garment, age."""
        return self.hair if self.hat == "none" else self.hat, self.build, self.lower, self.age


def figure_look(character_id: str, colour: str, stated: Appearance = Appearance(), attempt: int = 0) -> FigureLook:  # noqa: B008
    """Return a character's look, the same in every episode; another ``attempt`` gives another look.

    Features that would say something about the character, such as a beard or baldness, appear only if stated.
    """
    rng = SeededRandom("look", character_id, *((str(attempt),) if attempt else ()))
    hair, head, build = rng.pick(HAIRS), rng.pick(HEADS), rng.pick(BUILDS)
    garment, lower, extra = rng.pick(GARMENTS), rng.pick(LOWERS), rng.pick(EXTRAS)
    hat = rng.pick(HATS)
    hair_base, skin_base = rng.pick(_HAIR_COLOURS), rng.pick(_SKINS)
    hair = stated.hair or hair
    # A chosen hat would hide hair that is described.
    hat = stated.hat or ("none" if stated.hair else hat)
    if stated.age == "old" and not stated.hair_colour:
        hair_base = _GREY
    skin = stated.skin or mix(colour, skin_base, 94)
    cloth = stated.cloth or colour
    hair_fill = stated.hair_colour or mix(colour, hair_base, 92)
    return FigureLook(
        hair=hair,
        hat=hat,
        head=stated.head or head,
        build=stated.build or build,
        garment=stated.garment or garment,
        lower=stated.lower or ("trousers" if stated.garment and lower == "coat" else lower),
        extra=stated.extra or extra,
        beard=stated.beard or "none",
        age=stated.age or "adult",
        cloth=cloth,
        cloth_dark=mix(cloth, "#12131f", 30),
        cloth_light=mix(cloth, "#fff6ea", 46),
        hair_fill=hair_fill,
        hair_light=mix(hair_fill, "#ffffff", 16),
        skin=skin,
        skin_shade=mix(skin, "#7a3626", 22),
        ink=mix(cloth, "#14101a", 84),
        accent=mix(colour, "#ffe9c4", 72),
    )


def difference(one: FigureLook, two: FigureLook) -> int:
    """Return how much two looks differ; features that are visible from a distance weigh most."""
    crown = 4 if _hair_or_hat(one) != _hair_or_hat(two) else 0
    apart = crown + min(6, distance(one.cloth, two.cloth) // 24) + min(3, distance(one.hair_fill, two.hair_fill) // 40)
    apart += min(3, distance(one.skin, two.skin) // 40)
    weights = {"build": 2, "lower": 2, "beard": 2, "extra": 2, "garment": 2, "age": 2, "head": 1}
    return apart + sum(by for name, by in weights.items() if getattr(one, name) != getattr(two, name))


def _hair_or_hat(look: FigureLook) -> str:
    return look.hair if look.hat == "none" else look.hat


def distinct_looks(
    character_ids: Iterable[str], colours: Mapping[str, str], described: Mapping[str, tuple[str, int | None]]
) -> dict[str, FigureLook]:
    """Return each character's look, unlike those of all characters before it in ``character_ids``.

    ``described`` has a description and an age by id. A character added at the end of the list changes nobody's look;
    added elsewhere, it changes only those after it who would look like the newcomer.
    """
    looks: dict[str, FigureLook] = {}
    for name in dict.fromkeys(character_ids):
        stated = read_appearance(*described.get(name, ("", None)))
        looks[name] = _distinct_look(name, colours[name], stated, looks)
    return looks


def _distinct_look(name: str, colour: str, stated: Appearance, others: Mapping[str, FigureLook]) -> FigureLook:
    """Return the first look that differs enough from all others, or the most different one of those tried."""
    best, farthest = figure_look(name, colour, stated), -1
    for attempt in range(ATTEMPTS):
        look = figure_look(name, colour, stated, attempt)
        nearest = min((difference(look, other) for other in others.values()), default=99)
        if nearest >= MIN_DIFFERENCE:
            return look
        if nearest > farthest:
            best, farthest = look, nearest
    return best


def backlit(look: FigureLook) -> FigureLook:
    """Return a look in dark colours, for a figure in the foreground seen from behind and against the light."""
    dark = mix(look.cloth, "#090a12", 78)
    return replace(
        look,
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
