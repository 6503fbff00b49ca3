"""The drawn set behind the figures: its theme from the place's name, its zoom from the framing."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.exteriors import EXTERIORS
from reelmake.crafts.drawing.sets.interiors import INTERIORS
from reelmake.crafts.drawing.sets.rooms import room_of, walls_and_floor
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, faded
from reelmake.crafts.drawing.sets.sky import sky_of, sky_shapes
from reelmake.crafts.drawing.sets.weather import faded_by_weather, falling_shapes
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
"""Words in a place's name that select a theme (``_`` joins two). Any other place gets a theme from its id."""
_THEME_WORDS = {theme: frozenset(words.split()) for theme, words in _THEMES.items()}
_FALLBACK_THEMES = {
    True: ("parlour", "shelves", "counter", "hall", "workplace"),
    False: ("town", "hills", "wood", "coast", "mountains", "village"),
}
_ZOOM: dict[Framing, int] = {
    Framing.EXTREME_WIDE: 100,
    Framing.WIDE: 108,
    Framing.MEDIUM: 142,
    Framing.MEDIUM_CLOSE: 172,
    Framing.CLOSE_UP: 215,
    Framing.INSERT: 190,
}
_CONTRAST_LOSS: dict[Framing, int] = {
    Framing.MEDIUM: 10,
    Framing.MEDIUM_CLOSE: 22,
    Framing.CLOSE_UP: 34,
    Framing.INSERT: 40,
}
"""Percent of contrast a set loses in closer framings, as if it were out of focus."""


@dataclass(frozen=True)
class Backdrop:
    """A drawn set: shapes over a gradient that runs from ``top`` down to ``horizon`` (indoors over a single colour)."""

    top: str
    low: str
    horizon: int
    shapes: tuple[Shape, ...]
    zoom: int
    """Magnification in percent: 100 shows the whole set, 200 half of its width."""
    accent: str


def background_zoom(framing: Framing) -> int:
    """Return how much the background is magnified in a framing, in percent; 100 is the widest view."""
    return _ZOOM.get(framing, 100)


def backdrop_of(shot: Shot, frame: Frame, weather: str = "") -> Backdrop:
    """Return the set of a shot's place. A place looks the same in every shot, apart from light, weather and zoom."""
    place = _Place(shot.location_id, shot.location, shot.time_of_day, shot.setting, shot.framing)
    return _backdrop(place, frame, weather)


@dataclass(frozen=True)
class _Place:
    """The fields of a shot that its set depends on."""

    location_id: str
    location: str
    time_of_day: str
    setting: str
    framing: Framing


@lru_cache(maxsize=256)
def _backdrop(place: _Place, frame: Frame, weather: str) -> Backdrop:
    # Cached: a scene has dozens of shots in one place, and drawing the set is half the cost of planning a shot.
    time = time_of_day(place.time_of_day)
    seed = place.location_id or "nowhere"
    sky = sky_of(time, SeededRandom("sky", seed), weather)
    rng = SeededRandom("set", seed)
    inside = place.setting in ("int", "int_ext")
    theme = theme_of(place.location, place.location_id, inside=inside)
    if inside:
        room = room_of(sky, SeededRandom("room", seed), theme)
        shapes = [*walls_and_floor(frame, room, rng, theme), *INTERIORS[theme](frame, room, rng)]
        top = low = room.wall
        horizon = 0
    else:
        shapes = [*sky_shapes(sky, frame, SeededRandom("in the sky", seed)), *EXTERIORS[theme](frame, sky, rng)]
        shapes = [*faded_by_weather(shapes, sky), *falling_shapes(frame, sky, SeededRandom("falling", seed))]
        top, low, horizon = sky.top, sky.low, frame.y(640)
    blur = _CONTRAST_LOSS.get(place.framing, 0)
    haze = mix(low, "#0b0d18", 30)
    return Backdrop(
        top=mix(top, haze, blur),
        low=mix(low, haze, blur),
        horizon=horizon,
        shapes=faded(shapes, haze, blur) if blur else tuple(shapes),
        zoom=background_zoom(place.framing),
        accent=mix(low, "#ffffff", 18) if time in ("night", "dusk") else mix(top, "#ffffff", 30),
    )


def theme_of(location: str, location_id: str, *, inside: bool) -> str:
    """Return the theme of a place's set: the one its name calls for, or else one chosen by its id."""
    themes = INTERIORS if inside else EXTERIORS
    words = words_of(location)
    pairs = [f"{one}_{two}" for one, two in itertools.pairwise(words)]
    # The last word says what a place is: a harbour street is a street. Pairs of words go first: "tram stop".
    for word in (*reversed(pairs), *reversed(words)):
        for theme in themes:
            if word in _THEME_WORDS[theme] or word.removesuffix("s") in _THEME_WORDS[theme]:
                return theme
    return SeededRandom("theme", location_id).pick(_FALLBACK_THEMES[inside])
