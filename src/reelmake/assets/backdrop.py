"""The drawn set behind the figures: which one a place has, and how near the camera is to it."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.assets.colours import mix
from reelmake.assets.dice import Dice
from reelmake.assets.exteriors import EXTERIORS
from reelmake.assets.interiors import INTERIORS, room_of, shell
from reelmake.assets.shapes import Frame, Shape, towards
from reelmake.assets.sky import in_the_sky, sky_of
from reelmake.assets.tagging import time_of_day, words_of
from reelmake.documents.shotlist import Framing, Shot

_THEMES: dict[str, str] = {
    "town": "street alley city town square roof rooftop market station tram bus bridge avenue downtown",
    "coast": "sea beach harbour harbor pier dock lighthouse coast shore island boat ship cliff ferry quay",
    "wood": "forest wood woods jungle park garden grove orchard camp",
    "hills": "hill hills field road farm meadow highway river lake countryside",
    "mountains": "mountain mountains pass desert canyon ridge summit valley",
    "village": "village house yard porch church courtyard cottage inn",
    "shelves": "library archive bookshop bookstore study",
    "counter": "kitchen bar pub shop cafe café diner store bakery restaurant pharmacy",
    "hall": "hall church corridor museum theatre theater auditorium lobby foyer temple court palace",
    "workplace": "office lab laboratory studio workshop control room station booth cockpit bridge classroom",
    "parlour": "living bedroom room flat apartment house hotel parlour cabin",
}
"""Words in a place's name that call for a set; any other place gets one by its id."""
_NEARNESS: dict[Framing, int] = {
    Framing.EXTREME_WIDE: 100,
    Framing.WIDE: 108,
    Framing.MEDIUM: 142,
    Framing.MEDIUM_CLOSE: 172,
    Framing.CLOSE_UP: 215,
    Framing.INSERT: 190,
}
_FOCUS: dict[Framing, int] = {Framing.MEDIUM: 10, Framing.MEDIUM_CLOSE: 22, Framing.CLOSE_UP: 34, Framing.INSERT: 40}
"""Percent of contrast a set loses behind what is near the camera."""


@dataclass(frozen=True)
class Backdrop:
    """A drawn set: a gradient from top to horizon (one colour indoors) and shapes over it."""

    top: str
    low: str
    horizon: int
    shapes: tuple[Shape, ...]
    zoom: int
    """How much of the set is seen: 100 all of it, 200 the middle half."""
    accent: str


def nearness(framing: Framing) -> int:
    """Return how near the camera is to what is behind the figures, in percent of the widest view."""
    return _NEARNESS.get(framing, 100)


def backdrop_of(shot: Shot, frame: Frame) -> Backdrop:
    """Return the set of a shot's place. One place looks the same in every shot, but for the light and the distance."""
    time = time_of_day(shot.time_of_day)
    place = shot.location_id or "nowhere"
    sky = sky_of(time, Dice("sky", place))
    dice = Dice("set", place)
    inside = shot.setting in ("int", "int_ext")
    theme = _theme(shot, inside)
    if inside:
        room = room_of(sky, Dice("room", place))
        shapes = [*shell(frame, room, dice), *INTERIORS[theme](frame, room, dice)]
        top = low = room.wall
        horizon = 0
    else:
        shapes = [*in_the_sky(sky, frame, Dice("in the sky", place)), *EXTERIORS[theme](frame, sky, dice)]
        top, low, horizon = sky.top, sky.low, frame.y(640)
    blur = _FOCUS.get(shot.framing, 0)
    haze = mix(low, "#0b0d18", 30)
    return Backdrop(
        top=mix(top, haze, blur),
        low=mix(low, haze, blur),
        horizon=horizon,
        shapes=towards(shapes, haze, blur) if blur else tuple(shapes),
        zoom=nearness(shot.framing),
        accent=mix(low, "#ffffff", 18) if time in ("night", "dusk") else mix(top, "#ffffff", 30),
    )


def _theme(shot: Shot, inside: bool) -> str:
    themes = INTERIORS if inside else EXTERIORS
    # The last word of a name says what a place is: a harbour street is a street.
    for word in reversed(words_of(shot.location)):
        for theme in themes:
            if word in _THEMES[theme].split():
                return theme
    return Dice("theme", shot.location_id).pick(tuple(themes))
