"""Reads a character's appearance from a description: only what plain words state, nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelmake.crafts.drawing.colours import mix

_CLAUSE = re.compile(r"[.,;:!?()\n–—]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NEGATING_WORDS = frozenset(
    ["no", "not", "never", "without", "lost", "lacks", "hates", "wants", "sells", "once", "formerly", "used"]
)
_HAIR = frozenset(["hair", "haired", "curls"])

_HAIR_COLOURS: dict[str, str] = {
    "#17131f": "black dark jet raven",
    "#4a2f20": "brown brunette chestnut",
    "#7a3f1d": "auburn",
    "#b4501f": "red ginger copper redhead",
    "#d9b25f": "blond blonde fair golden yellow",
    "#9b9ca3": "grey gray greying graying",
    "#c9ccd4": "silver silvery",
    "#ece8e0": "white",
}
_HAIR_STYLES: dict[str, str] = {
    "crop": "short cropped crew",
    "bob": "bob bobbed",
    "long": "long loose flowing",
    "bun": "bun knot chignon tied topknot pinned",
    "afro": "afro",
    "curls": "curly curls curled",
    "tail": "ponytail",
    "braids": "braid braids braided plait plaits plaited",
    "quiff": "quiff",
    "side": "parted combed",
    "shaved": "shaved buzz buzzed stubbled",
}
_BUILDS: dict[str, str] = {
    "broad": "broad broadshouldered stocky burly heavy heavyset stout fat plump muscular hefty thickset",
    "slight": "slight slim thin slender skinny lean wiry petite lanky gaunt bony",
}
_FACES: dict[str, str] = {"narrow": "long narrow thin gaunt", "round": "round chubby", "square": "square"}
_BEARDS: dict[str, str] = {
    "beard": "beard bearded goatee",
    "moustache": "moustache mustache moustached",
    "stubble": "stubble unshaven",
}
_GLASSES: dict[str, str] = {
    "round_glasses": "glasses spectacles specs",
    "shades": "sunglasses shades",
    "patch": "eyepatch",
}
_HATS: dict[str, str] = {
    "brimmed": "hat fedora trilby panama stetson bowler",
    "cap": "cap baseballcap flatcap",
    "beanie": "beanie bobble",
    "scarf": "headscarf hijab kerchief",
}
_GARMENTS: dict[str, str] = {
    "jacket": "jacket blazer suit waistcoat tuxedo",
    "rollneck": "rollneck turtleneck",
    "crew": "sweater jumper pullover sweatshirt hoodie",
    "shirt": "shirt blouse uniform cardigan",
    "vee": "tshirt vest tunic",
    "shawl": "shawl scarf poncho",
    "apron": "apron overalls dungarees",
}
_LOWERS: dict[str, str] = {
    "coat": "coat overcoat raincoat parka anorak trenchcoat cloak greatcoat robe mac",
    "skirt": "dress skirt gown frock",
    "trousers": "trousers jeans shorts",
}
_CLOTH: dict[str, str] = {
    "#22242c": "black",
    "#e9e6de": "white",
    "#8a8d94": "grey gray",
    "#b0333f": "red scarlet crimson",
    "#6f2232": "burgundy maroon wine",
    "#2f62a8": "blue",
    "#22315c": "navy",
    "#2f7f4f": "green",
    "#6b6b35": "olive khaki",
    "#d9a92f": "yellow mustard gold",
    "#d9742f": "orange",
    "#6f4a9a": "purple violet lilac",
    "#d98aa5": "pink",
    "#7a5236": "brown leather",
    "#d8c7a4": "beige cream tan camel",
    "#1f7f7f": "teal turquoise",
}
_SKINS: dict[str, str] = {
    "#f9e3d2": "pale fair white",
    "#c99a6b": "olive tan tanned golden",
    "#9a6a45": "brown",
    "#6b452e": "dark black",
}
_OLD = frozenset(["old", "elderly", "aged", "ancient", "grandmother", "grandfather"])
_YOUNG = frozenset(["boy", "girl", "child", "kid", "toddler", "schoolboy", "schoolgirl"])
_PEOPLE = frozenset(["man", "woman", "lady", "gentleman", "boy", "girl", "person"])
CHILD_BELOW, OLD_FROM = 13, 60


@dataclass(frozen=True)
class Appearance:
    """What a description states of someone's appearance; the rest is empty. Colours are ``#rrggbb``."""

    age: str = ""
    build: str = ""
    head: str = ""
    hair: str = ""
    hair_colour: str = ""
    beard: str = ""
    extra: str = ""
    hat: str = ""
    garment: str = ""
    lower: str = ""
    cloth: str = ""
    skin: str = ""


def read_appearance(description: str, age: int | None = None) -> Appearance:
    """Return what a description and an age state of someone's appearance."""
    found: dict[str, str] = {}
    if age is not None:
        found["age"] = "child" if age < CHILD_BELOW else "old" if age >= OLD_FROM else "adult"
    for clause in _CLAUSE.split(description):
        for name, value in _claims(_WORD.findall(clause.casefold())):
            found.setdefault(name, value)
    if found.get("age") == "adult":
        del found["age"]
    return Appearance(**found)


def _claims(words: list[str]) -> list[tuple[str, str]]:
    """Return what one clause states, as pairs of a trait and its value."""
    claims: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        before, after = words[max(0, index - 3) : index], words[index + 1 : index + 7]
        if any(other in _NEGATING_WORDS or other.endswith(("'s", "’s")) for other in before):
            continue
        claims += _hair(word, before, after) + _face(word, before, words[index + 1 : index + 2])
        claims += _clothes(word, before, words[index + 1 : index + 2])
        if word in _OLD and (len(words) == 1 or set(after[:1]) & _PEOPLE or "grand" in word):
            claims.append(("age", "old"))
        if word in _YOUNG and (len(words) == 1 or before[-1:] in (["a"], ["young"], ["small"], ["little"])):
            claims.append(("age", "child"))
        if (build := _named(_BUILDS, word)) and (len(words) <= 2 or set(after[:2]) & (_PEOPLE | {"build", "built"})):
            claims.append(("build", build))
    return claims


def _hair(word: str, before: list[str], after: list[str]) -> list[tuple[str, str]]:
    if word in ("bald", "balding"):
        return [("hair", "bald")]
    if word in ("blonde", "redhead", "brunette"):
        return [("hair_colour", _named(_HAIR_COLOURS, word))]
    if word in ("ponytail", "afro", "quiff", "braids", "plaits", "topknot"):
        return [("hair", _named(_HAIR_STYLES, word))]
    if word not in _HAIR:
        return []
    claims = [("hair_colour", colour) for other in reversed(before) if (colour := _named(_HAIR_COLOURS, other))][:1]
    # The style of the hair says more than its length: long hair in a bun is a bun.
    styles = [style for other in (*after, word, *before) if (style := _named(_HAIR_STYLES, other))]
    return claims + [("hair", style) for style in styles[:1]]


def _face(word: str, before: list[str], after: list[str]) -> list[tuple[str, str]]:
    last = before[-1] if before else ""
    if beard := _named(_BEARDS, word):
        colour = _named(_HAIR_COLOURS, last)
        return [("beard", beard), *([("hair_colour", colour)] if colour else [])]
    if extra := _named(_GLASSES, word):
        square = extra == "round_glasses" and last in ("square", "heavy", "thick", "horn")
        return [("extra", "square_glasses" if square else extra)]
    if word in ("skin", "skinned", "complexion") and (skin := _named(_SKINS, last)):
        return [("skin", skin)]
    if word in ("face", "faced", "jaw") and (head := _named(_FACES, last)):
        return [("head", head)]
    if (hat := _named(_HATS, word)) and after not in (["stand"], ["rack"]):
        return [("hat", "beanie" if last in ("woolly", "wool", "knitted", "bobble") else hat)]
    return []


def _clothes(word: str, before: list[str], after: list[str]) -> list[tuple[str, str]]:
    if after and after[0] in ("hanger", "hook", "hooks", "maker", "shop"):
        return []
    claims = [("garment", value)] if (value := _named(_GARMENTS, word)) else []
    claims += [("lower", value)] if (value := _named(_LOWERS, word)) else []
    if not claims:
        return []
    for place in range(len(before) - 1, -1, -1):
        if cloth := _named(_CLOTH, before[place]):
            shade = before[place - 1] if place else ""
            deeper = mix(cloth, "#101018", 34) if shade in ("dark", "deep") else cloth
            return [*claims, ("cloth", mix(cloth, "#ffffff", 38) if shade in ("light", "pale") else deeper)]
    return claims


def _named(words: dict[str, str], word: str) -> str:
    return next((value for value, named in words.items() if word in named.split()), "")
