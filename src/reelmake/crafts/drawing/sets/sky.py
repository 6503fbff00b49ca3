"""Skies: their colours by time of day and weather, and the sun, moon, stars, clouds and lightning in them."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, circle, ellipse, polygon, rounded
from reelmake.kernel.seeded import SeededRandom

_SKY_COLOURS: dict[str, tuple[tuple[str, str], ...]] = {
    "day": (("#4f9ec9", "#dceee6"), ("#76add4", "#f5ead0"), ("#4a93ad", "#d3e8dc"), ("#6f9fd0", "#efe6ea")),
    "dawn": (("#54648f", "#f4bd9c"), ("#6c6da1", "#f8d3aa"), ("#4a7394", "#f2c9b4")),
    "dusk": (("#3a2f5e", "#ea7f5b"), ("#2c3a69", "#f2a760"), ("#4c2b58", "#dd5f6c"), ("#413a74", "#f08f78")),
    "night": (("#0b1130", "#2d3c70"), ("#0a1a2f", "#22506a"), ("#130f2f", "#46386f"), ("#0d1626", "#34476a")),
}
AMBIENT_COLOUR: dict[str, str] = {"day": "#f2ead8", "dawn": "#8b93b8", "dusk": "#57324f", "night": "#0b1029"}
"""The colour that everything on the ground is tinted with at each time of day."""
AMBIENT_PERCENT: dict[str, int] = {"day": 8, "dawn": 30, "dusk": 36, "night": 62}
"""Percent of that colour mixed in."""


@dataclass(frozen=True)
class Sky:
    """A sky's time of day, weather, and colours at the top and at the horizon (``low``)."""

    time: str
    top: str
    low: str
    weather: str = ""

    def lit(self, colour: str) -> str:
        """Return a colour as it looks in this light."""
        return mix(colour, AMBIENT_COLOUR[self.time], AMBIENT_PERCENT[self.time])

    def far(self, colour: str, percent: int) -> str:
        """Return a colour in this light, faded into the distance by so many percent."""
        return mix(self.lit(colour), self.low, percent)


_WEATHER_SKIES: dict[str, tuple[str, int, str, int]] = {
    "rain": ("#56616e", 66, "#8b969e", 66),
    "storm": ("#23283a", 78, "#5a6070", 74),
    "snow": ("#9aa7b5", 70, "#dfe5ea", 72),
    "fog": ("#a9b1b5", 72, "#cdd1d0", 80),
}
"""For each weather: a colour and a percentage to mix into the top of the sky, and the same for the horizon."""


def sky_of(time: str, rng: SeededRandom, weather: str = "") -> Sky:
    """Return a place's sky at a time of day, in a weather."""
    top, low = rng.pick(_SKY_COLOURS[time])
    if weather in _WEATHER_SKIES:
        above, much, below, more = _WEATHER_SKIES[weather]
        dark, tint = AMBIENT_COLOUR[time], {"day": 0, "dawn": 26, "dusk": 40, "night": 74}[time]
        top, low = mix(top, mix(above, dark, tint), much), mix(low, mix(below, dark, tint), more)
    return Sky(time, top, low, weather)


def sky_shapes(sky: Sky, frame: Frame, rng: SeededRandom) -> list[Shape]:
    """Return what is in the sky: sun and clouds, or moon and stars; in bad weather only clouds and lightning."""
    shapes: list[Shape] = []
    if sky.weather:
        return _overcast(sky, frame, rng)
    x, y = frame.x(rng.pick((240, 330, 640, 720, 770))), frame.y(rng.between(150, 260))
    if sky.time == "night":
        star = mix(sky.low, "#ffffff", 62)
        for _ in range(46):
            radius = max(1, frame.s(rng.pick((1, 1, 2, 3))))
            shapes.append(circle(frame.x(rng.between(0, 1000)), frame.y(rng.between(10, 520)), radius, star))
        radius = frame.s(rng.between(40, 58))
        shapes.append(circle(x, y, radius * 9 // 5, mix(sky.top, sky.low, 45)))
        shapes.append(circle(x, y, radius, "#f3ecd2"))
        shapes.append(circle(x - radius // 3, y - radius // 5, radius // 5, "#ddd3b5"))
        shapes.append(circle(x + radius // 4, y + radius // 3, radius // 7, "#ddd3b5"))
        return shapes
    if sky.time in ("dawn", "dusk"):
        y = frame.y(rng.between(440, 520))
    radius = frame.s(rng.between(62, 84))
    sun = "#fff3cf" if sky.time == "day" else "#ffe0a8"
    shapes += [circle(x, y, radius * step // 10, mix(sky.low, sun, part)) for step, part in ((24, 22), (16, 48))]
    shapes.append(circle(x, y, radius, sun))
    return shapes + _clouds(sky, frame, rng)


def _overcast(sky: Sky, frame: Frame, rng: SeededRandom) -> list[Shape]:
    if sky.weather == "fog":
        return []
    shapes: list[Shape] = []
    for row, part in ((60, 0), (180, 25), (300, 50)):
        fill = mix(mix(sky.top, "#10131f", 12), sky.low, part)
        for number in range(-1, 6):
            x = frame.x(number * 200 + rng.between(-60, 60))
            radius = frame.s(rng.between(120, 190))
            shapes.append(ellipse(x, frame.y(row + rng.between(-30, 20)), radius * 3 // 2, radius // 2, fill))
    if sky.weather == "storm":
        x = frame.x(rng.pick((220, 360, 700, 800)))
        steps = ((0, 300), (-30, 420), (4, 414), (-34, 560), (44, 396), (12, 400), (40, 300))
        shapes.append(polygon(((x + frame.s(across), frame.y(down)) for across, down in steps), "#fff6d0"))
    return shapes


def _clouds(sky: Sky, frame: Frame, rng: SeededRandom) -> list[Shape]:
    shapes: list[Shape] = []
    fill = mix(sky.low, "#ffffff", 55) if sky.time == "day" else mix(sky.low, sky.top, 34)
    for _ in range(rng.between(2, 4)):
        width = frame.s(rng.between(180, 380))
        x, y, height = frame.x(rng.between(-50, 950)), frame.y(rng.between(90, 420)), frame.s(26)
        shapes.append(rounded(x, y, width, height, height, fill))
        if sky.time == "day":
            for part in (3, 5):
                shapes.append(ellipse(x + width * part // 8, y + height // 3, width // 5, height * part // 4, fill))
        else:
            shapes.append(rounded(x + width // 4, y - height, width // 2, height * 2 // 3, height, fill))
    return shapes
