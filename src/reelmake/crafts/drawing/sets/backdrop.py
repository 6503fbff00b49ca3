"""The drawn set behind the figures: which one a place has, and how near the camera is to it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.exteriors import EXTERIORS
from reelmake.crafts.drawing.sets.interiors import INTERIORS
from reelmake.crafts.drawing.sets.rooms import room_of, shell
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, towards
from reelmake.crafts.drawing.sets.sky import in_the_sky, sky_of
from reelmake.crafts.drawing.sets.weather import falling, in_weather
from reelmake.documents.lexicon.picture_words import time_of_day, words_of
from reelmake.documents.shotlist import Framing, Shot
from reelmake.kernel.seeded import SeededRandom

_THEMES: dict[str, str] = {
    "town": "street alley city town square market avenue downtown road boulevard pavement crossroads lane promenade",
    "roof": "roof rooftop terrace balcony",
    "stop": "station platform stop tram_stop bus_stop railway tracks airport underground",
    "bridge": "bridge viaduct overpass canal",
    "courtyard": "courtyard yard court patio cloister prison_yard backyard",
    "park": "park garden playground orchard cemetery graveyard lawn greenhouse",
    "coast": "sea beach harbour harbor pier dock lighthouse coast shore island boat ship cliff ferry quay seaside port",
    "wood": "forest wood jungle grove camp clearing",
    "hills": "hill field farm meadow highway river lake countryside hillside pasture",
    "mountains": "mountain pass desert canyon ridge summit valley peak glacier",
    "village": "village house porch church cottage inn hamlet suburb driveway",
    "vehicle": "car taxi cab van truck bus lorry limousine ambulance",
    "carriage": "train carriage tram compartment plane cabin_crew subway metro",
    "shelves": "library archive bookshop bookstore study",
    "kitchen": "kitchen kitchenette galley pantry",
    "bathroom": "bathroom toilet washroom restroom shower lavatory",
    "bedroom": "bedroom hotel_room dormitory nursery attic bed",
    "counter": "bar pub cafe café restaurant diner tavern canteen nightclub coffee_shop tearoom",
    "shop": "shop store bakery pharmacy supermarket boutique grocery",
    "workshop": "workshop garage repair_shop studio atelier forge shed basement cellar projection_box boiler engine",
    "auditorium": "auditorium theatre theater cinema stage opera concert_hall",
    "church": "church chapel cathedral temple",
    "hospital": "hospital ward clinic infirmary surgery hospital_room operating",
    "classroom": "classroom school lecture schoolroom",
    "cell": "cell prison jail dungeon interrogation lockup",
    "corridor": "corridor hallway passage landing staircase stairwell stairs tunnel elevator lift",
    "hall": "hall museum lobby foyer palace court courtroom gallery castle ballroom station",
    "workplace": "office lab laboratory control booth cockpit newsroom headquarters police bank reception",
    "parlour": "living living_room lounge sitting flat apartment house hotel parlour cabin room",
}
"""Words in a place's name that call for a set, two of them joined by _; any other place gets one by its id."""
_NAMED = {theme: frozenset(words.split()) for theme, words in _THEMES.items()}
_OTHERWISE = {
    True: ("parlour", "shelves", "counter", "hall", "workplace"),
    False: ("town", "hills", "wood", "coast", "mountains", "village"),
}
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


def backdrop_of(shot: Shot, frame: Frame, weather: str = "") -> Backdrop:
    """Return the set of a shot's place. One place looks the same in every shot, but for the light and the distance."""
    place = _Place(shot.location_id, shot.location, shot.time_of_day, shot.setting, shot.framing)
    return _backdrop(place, frame, weather)


@dataclass(frozen=True)
class _Place:
    """All of a shot that its set is drawn from."""

    location_id: str
    location: str
    time_of_day: str
    setting: str
    framing: Framing


@lru_cache(maxsize=256)
def _backdrop(shot: _Place, frame: Frame, weather: str) -> Backdrop:
    # A scene has dozens of shots in one place, and drawing it is half of what planning costs.
    time = time_of_day(shot.time_of_day)
    place = shot.location_id or "nowhere"
    sky = sky_of(time, SeededRandom("sky", place), weather)
    rng = SeededRandom("set", place)
    inside = shot.setting in ("int", "int_ext")
    theme = theme_of(shot.location, shot.location_id, inside=inside)
    if inside:
        room = room_of(sky, SeededRandom("room", place), theme)
        shapes = [*shell(frame, room, rng, theme), *INTERIORS[theme](frame, room, rng)]
        top = low = room.wall
        horizon = 0
    else:
        shapes = [*in_the_sky(sky, frame, SeededRandom("in the sky", place)), *EXTERIORS[theme](frame, sky, rng)]
        shapes = [*in_weather(shapes, sky), *falling(frame, sky, SeededRandom("falling", place))]
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


def theme_of(location: str, location_id: str, *, inside: bool) -> str:
    """Return which set a place has: the one its name calls for, or else one that follows from its id."""
    themes = INTERIORS if inside else EXTERIORS
    words = words_of(location)
    pairs = [f"{one}_{two}" for one, two in itertools.pairwise(words)]
    # The last word of a name says what a place is: a harbour street is a street. Of two words both count: tram stop.
    for word in (*reversed(pairs), *reversed(words)):
        for theme in themes:
            if word in _NAMED[theme] or word.removesuffix("s") in _NAMED[theme]:
                return theme
    return SeededRandom("theme", location_id).pick(_OTHERWISE[inside])
