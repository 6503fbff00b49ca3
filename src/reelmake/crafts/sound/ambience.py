"""The air of places: what one hears in a kitchen, in the street, in a forest when nobody speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelmake.crafts.sound.layers import Layer, grains, noise, tone
from reelmake.documents.lexicon.times_of_day import light_of

LOOP_MS = 20_000
_CRICKETS = tuple(
    tone(4200, 10 + turn % 3, None) | {"at": turn * 800 + turn % 5 * 37, "rise": 12, "hold": 40, "fall": 90}
    for turn in range(24)
)
_BIRDS = tuple(
    tone(2400 + turn * 211 % 1300, 16, None, to=3100 + turn * 173 % 900)
    | {"at": turn * 1310 + turn % 4 * 210, "rise": 15, "hold": 30, "fall": 110}
    for turn in range(15)
)


@dataclass(frozen=True)
class Air:
    """One kind of air."""

    name: str
    words: str
    """The heading's words that call for it."""
    loudness: int
    """In decibels below speech."""
    layers: tuple[Layer, ...]


_RAIN = (noise(500, 4100, 70, sway=20, every=1700), noise(60, 500, 30), grains(1200, 5200, 2600, 9, 30))
_WIND = (noise(80, 700, 90, sway=70, every=2300), noise(500, 1800, 22, sway=85, every=1500))
AIRS: tuple[Air, ...] = (
    Air("rain", "rain rains raining rainy drizzle downpour", 14, _RAIN),
    Air("storm", "storm stormy thunderstorm gale", 13, (*_RAIN, *_WIND, noise(20, 90, 90, sway=90, every=4100))),
    Air("wind", "wind windy roof rooftop moor desert mountain hill cliff field plain", 18, _WIND),
    Air(
        *("tram stop", "tram bus stop station platform railway", 20),
        (noise(40, 260, 90, sway=40, every=3100), tone(100, 4, partials=(60, 100, 20)), noise(800, 2600, 10, sway=60)),
    ),
    Air(
        *("street", "street road city alley avenue square bridge traffic market", 18),
        (noise(50, 420, 100, sway=45, every=2900), noise(500, 2400, 22, sway=70, every=1900)),
    ),
    Air(
        *("forest", "forest wood woods garden park orchard meadow clearing", 20),
        (noise(900, 5200, 40, sway=75, every=2700), noise(120, 600, 26, sway=50, every=3300), *_BIRDS),
    ),
    Air("night outside", "crickets countryside porch yard camp", 22, (noise(200, 900, 40, sway=40), *_CRICKETS)),
    Air(
        *("sea", "sea beach harbour harbor ocean pier shore ship boat lake river dock coast", 17),
        (noise(120, 2200, 80, sway=90, every=3400), noise(2000, 7000, 24, sway=95, every=3400)),
    ),
    Air(
        *("kitchen", "kitchen pantry laundry", 25),
        (tone(50, 12, partials=(70, 100, 20, 34)), noise(60, 300, 60), noise(1200, 4200, 8, sway=20)),
    ),
    Air(
        *("projection box", "projection projector booth cinema", 22),
        (
            noise(80, 500, 34),
            tone(48, 10, partials=(100, 60, 40)),
            *(grains(1400, 5200, 480, 6, 42), grains(500, 1600, 480, 10, 34)),
        ),
    ),
    Air(
        *("cafe", "cafe bar restaurant pub diner tavern canteen party ballroom", 19),
        (
            noise(240, 1300, 90, sway=60, every=420),
            noise(400, 2600, 34, sway=80, every=260),
            grains(2600, 8000, 60, 40, 18),
        ),
    ),
    Air(
        *("hall", "auditorium theatre theater hall church cathedral museum gym court courtroom", 27),
        (noise(40, 240, 90, sway=25, every=3900), noise(240, 1500, 18, sway=30, every=2600)),
    ),
    Air(
        *("office", "office laboratory lab hospital ward school classroom corridor shop library", 26),
        (tone(100, 6, partials=(100, 40, 20)), noise(150, 900, 60), noise(1800, 5200, 12)),
    ),
    Air(
        *("vehicle", "car taxi train carriage plane aeroplane cockpit truck van cab lorry", 17),
        (noise(30, 220, 100, sway=20), tone(62, 16, partials=(100, 70, 50, 20)), noise(300, 1400, 18, sway=30)),
    ),
    Air(
        *("engine room", "engine factory workshop garage mill cellar basement boiler", 19),
        (tone(47, 26, partials=(100, 60, 60, 30)), noise(60, 500, 80), grains(700, 3000, 90, 30, 22)),
    ),
    Air("cave", "cave tunnel sewer mine crypt", 22, (noise(40, 260, 80, sway=30), grains(1800, 3600, 14, 120, 60))),
)
_INDOORS = Air("room tone", "", 30, (noise(50, 320, 90), noise(320, 1800, 20)))
_OUTDOORS = Air("open air", "", 23, (noise(60, 600, 90, sway=45, every=2800), noise(600, 2800, 16, sway=50)))
_WEATHER = ("rain", "storm")
_BY_WORD = {word: air for air in reversed(AIRS) for word in air.words.split()}


def air_of(location: str, setting: str, time_of_day: str, action: str) -> Air:
    """Return the air of a place: by the heading's last telling word, by the weather the action tells of, or by the setting.

    A night outdoors where nothing else is heard has crickets; rain is heard outdoors only.
    """
    outdoors = setting in ("ext", "int_ext")
    if outdoors:
        for word in _words(action):
            if word in _BY_WORD and _BY_WORD[word].name in _WEATHER:
                return _BY_WORD[word]
    for word in reversed(_words(location)):
        if word in _BY_WORD:
            return _BY_WORD[word]
    if not outdoors:
        return _INDOORS
    return _BY_WORD["crickets"] if light_of(time_of_day) == "night" else _OUTDOORS


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
