"""Weather in a drawn place: the haze that fades things, and the rain or snow behind and in front of the figures."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, faded
from reelmake.crafts.drawing.sets.sky import Sky
from reelmake.documents.shotlist import Framing, Shot
from reelmake.kernel.seeded import SeededRandom

_FADE_PERCENT: dict[str, int] = {"rain": 24, "storm": 34, "snow": 34, "fog": 62}
"""Percent by which each weather fades things into the colour of the horizon."""
_DROP_COUNT: dict[str, int] = {"rain": 130, "storm": 190, "snow": 170}


def faded_by_weather(shapes: Iterable[Shape], sky: Sky) -> tuple[Shape, ...]:
    """Return a place's shapes as they look through the weather."""
    return faded(shapes, sky.low, _FADE_PERCENT[sky.weather]) if sky.weather in _FADE_PERCENT else tuple(shapes)


def falling_shapes(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Return the rain or snow behind the figures, all of it in one outline: that is drawn much faster than many."""
    if sky.weather not in _DROP_COUNT:
        return []
    snow = sky.weather == "snow"
    fill = mix(sky.low, "#ffffff", 75 if snow else 30)
    return [Shape(_drops(frame, rng, _DROP_COUNT[sky.weather], 3 if snow else 2, snow=snow), fill)]


def foreground_weather(shot: Shot, frame: Frame, weather: str) -> tuple[Shape, ...]:
    """Return the few drops or flakes in front of the figures, outdoors only. They are near, so they are large."""
    if weather not in _DROP_COUNT or shot.setting != "ext" or shot.framing is Framing.INSERT:
        return ()
    snow = weather == "snow"
    rng = SeededRandom("near", shot.location_id, shot.framing.value)
    return (Shape(_drops(frame, rng, 26, 7 if snow else 3, snow=snow), "#f4f7fa" if snow else "#c3cfd9"),)


def _drops(frame: Frame, rng: SeededRandom, count: int, size: int, *, snow: bool) -> str:
    parts: list[str] = []
    for _ in range(count):
        x, y = frame.x(rng.between(-20, 1020)), frame.y(rng.between(-20, 1000))
        if snow:
            r = max(1, frame.s(rng.between(max(1, size - 2), size + 1)))
            parts.append(f"M{x - r},{y}a{r},{r} 0 1 0 {2 * r},0a{r},{r} 0 1 0 {-2 * r},0Z")
        else:
            long, wide = frame.s(rng.between(14, 30) * size), max(1, frame.s(size))
            parts.append(f"M{x},{y}l{wide},0l{-long // 5},{long}l{-wide},0Z")
    return "".join(parts)
