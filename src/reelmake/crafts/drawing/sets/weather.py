"""Weather in a drawn place: what it hides, and what falls, far away and before everything."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, towards
from reelmake.crafts.drawing.sets.sky import Sky
from reelmake.documents.shotlist import Framing, Shot
from reelmake.kernel.seeded import SeededRandom

_HIDDEN: dict[str, int] = {"rain": 24, "storm": 34, "snow": 34, "fog": 62}
"""Percent by which each weather takes things into the colour of the air."""
_DROPS: dict[str, int] = {"rain": 130, "storm": 190, "snow": 170}


def in_weather(shapes: Iterable[Shape], sky: Sky) -> tuple[Shape, ...]:
    """Return a place as it is seen through the weather."""
    return towards(shapes, sky.low, _HIDDEN[sky.weather]) if sky.weather in _HIDDEN else tuple(shapes)


def falling(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Return the rain or snow behind the figures; one outline, which is drawn much faster than many."""
    if sky.weather not in _DROPS:
        return []
    snow = sky.weather == "snow"
    fill = mix(sky.low, "#ffffff", 75 if snow else 30)
    return [Shape(_drops(frame, rng, _DROPS[sky.weather], 3 if snow else 2, snow=snow), fill)]


def before_all(shot: Shot, frame: Frame, weather: str) -> tuple[Shape, ...]:
    """Return the few drops or flakes before the figures, outside; they are large, for they are near."""
    if weather not in _DROPS or shot.setting != "ext" or shot.framing is Framing.INSERT:
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
