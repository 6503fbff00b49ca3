"""What a scene says of each of its shots' pictures: the weather, who sits, and to which side each person looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Literal

from reelmake.documents.shotlist import Figure, Shot

Side = Literal["left", "right"]

WEATHERS: dict[str, frozenset[str]] = {
    "storm": frozenset(["storm", "thunderstorm", "lightning", "thunder", "hurricane"]),
    "snow": frozenset(["snow", "snowy", "snowing", "snowfall", "snowflakes", "blizzard"]),
    "rain": frozenset(["rain", "rainy", "raining", "rains", "downpour", "drizzle", "drizzling"]),
    "fog": frozenset(["fog", "foggy", "mist", "misty", "haze"]),
}
"""The weathers that can be drawn, the roughest first, and the words that call for them."""
_NO = frozenset(["no", "not", "never", "without", "stopped", "stops"])
_SENTENCE = re.compile(r"[.!?;…]+")
_WORD = re.compile(r"[^\W\d_]+")
_SITS = frozenset(["sits", "sit", "sitting", "seated", "sat"])
_RISES = frozenset(["stands", "rises", "stand", "rise", "standing"])
_ACROSS: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Circumstance:
    """What holds in one shot beyond what the shot itself says."""

    weather: str = ""
    seated: frozenset[str] = frozenset()
    looks: Mapping[str, Side] = field(default_factory=dict)
    """The side each person looks to all through the scene, so that no eyeline crosses the line."""

    def directed(self, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Return a shot's figures, one who is alone turned to the side they look to in the rest of the scene."""
        if len(figures) != 1 or figures[0].facing != "camera" or figures[0].character_id not in self.looks:
            return figures
        facing = self.looks[figures[0].character_id]
        return (figures[0].model_copy(update={"facing": facing, "place": _ACROSS[facing]}),)


def circumstances(shots: Iterable[Shot]) -> dict[str, Circumstance]:
    """Return each shot's circumstance, by shot id."""
    found: dict[str, Circumstance] = {}
    for _, group in groupby(shots, key=lambda shot: shot.scene_id):
        scene = tuple(group)
        weather = weather_of(
            text for shot in scene for text in (shot.location, shot.time_of_day, shot.action, *shot.sfx)
        )
        looks = _sides(scene)
        for shot, seated in _with_seated(scene):
            found[shot.id] = Circumstance(weather, seated, looks)
    return found


def weather_of(texts: Iterable[str]) -> str:
    """Return the roughest weather the texts tell of; nothing where they tell of none."""
    told: set[str] = set()
    for text in texts:
        words = _words(text)
        for index, word in enumerate(words):
            if not _NO & {*words[max(0, index - 3) : index], *words[index + 1 : index + 3]}:
                told.update(weather for weather, named in WEATHERS.items() if word in named)
    return next((weather for weather in WEATHERS if weather in told), "")


def _sides(scene: tuple[Shot, ...]) -> dict[str, Side]:
    """Return who looks to one side only; someone who stands between two others looks to either."""
    seen: dict[str, set[Side]] = {}
    for shot in scene:
        for figure in shot.figures:
            if figure.facing in ("left", "right"):
                seen.setdefault(figure.character_id, set()).add("left" if figure.facing == "left" else "right")
    return {name: sides.copy().pop() for name, sides in seen.items() if len(sides) == 1}


def _with_seated(scene: tuple[Shot, ...]) -> Iterator[tuple[Shot, frozenset[str]]]:
    """Yield each shot with those who sit in it. Who has sat down sits until a line of action has them rise."""
    names = {figure.character_id: figure.name for shot in scene for figure in shot.figures}
    seated: set[str] = set()
    for shot in scene:
        for sentence in _SENTENCE.split(shot.action):
            words = _words(sentence)
            if not (_SITS | _RISES | {"gets"}) & set(words):
                continue
            named = {who for who, name in names.items() if _words(name)[:1] and _words(name)[0] in words}
            doing = named or ({shot.figures[0].character_id} if len(shot.figures) == 1 else set())
            if _SITS & set(words):
                seated |= doing
            elif _RISES & set(words) or ("gets", "up") in pairwise(words):
                seated -= doing
        yield shot, frozenset(seated)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
