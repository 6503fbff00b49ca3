"""What a shot's picture takes from its scene: the weather, who sits, and which side each person faces."""

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
"""The weathers that can be drawn, the roughest first, with the words that name them."""
_NEGATIONS = frozenset(["no", "not", "never", "without", "stopped", "stops"])
_SENTENCE = re.compile(r"[.!?;…]+")
_WORD = re.compile(r"[^\W\d_]+")
_SITS = frozenset(["sits", "sit", "sitting", "seated", "sat"])
_RISES = frozenset(["stands", "rises", "stand", "rise", "standing"])
_OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class ShotContext:
    """What is true in one shot because of its scene."""

    weather: str = ""
    seated: frozenset[str] = frozenset()
    eyelines: Mapping[str, Side] = field(default_factory=dict)
    """The side each person faces throughout the scene, by character id: shots never cross the line of action."""

    def with_eyelines(self, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Return a shot's figures; a person who is alone faces the same side as in the rest of the scene."""
        if len(figures) != 1 or figures[0].facing != "camera" or figures[0].character_id not in self.eyelines:
            return figures
        facing = self.eyelines[figures[0].character_id]
        return (figures[0].model_copy(update={"facing": facing, "place": _OPPOSITE[facing]}),)


def shot_contexts(shots: Iterable[Shot]) -> dict[str, ShotContext]:
    """Return each shot's context, by shot id."""
    found: dict[str, ShotContext] = {}
    for _, group in groupby(shots, key=lambda shot: shot.scene_id):
        scene = tuple(group)
        weather = weather_of(
            text for shot in scene for text in (shot.location, shot.time_of_day, shot.action, *shot.sfx)
        )
        eyelines = _eyelines(scene)
        for shot, seated in _with_seated(scene):
            found[shot.id] = ShotContext(weather, seated, eyelines)
    return found


def weather_of(texts: Iterable[str]) -> str:
    """Return the roughest weather that the texts name, or an empty string."""
    named: set[str] = set()
    for text in texts:
        words = _words(text)
        for index, word in enumerate(words):
            if not _NEGATIONS & {*words[max(0, index - 3) : index], *words[index + 1 : index + 3]}:
                named.update(weather for weather, weather_words in WEATHERS.items() if word in weather_words)
    return next((weather for weather in WEATHERS if weather in named), "")


def _eyelines(scene: tuple[Shot, ...]) -> dict[str, Side]:
    """Return the side of everyone who faces one side only; a person between two others faces both and is left out."""
    seen: dict[str, set[Side]] = {}
    for shot in scene:
        for figure in shot.figures:
            if figure.facing in ("left", "right"):
                seen.setdefault(figure.character_id, set()).add("left" if figure.facing == "left" else "right")
    return {name: sides.copy().pop() for name, sides in seen.items() if len(sides) == 1}


def _with_seated(scene: tuple[Shot, ...]) -> Iterator[tuple[Shot, frozenset[str]]]:
    """Yield each shot with the ids of the people who sit in it: from "sits" until the action says they rise."""
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
