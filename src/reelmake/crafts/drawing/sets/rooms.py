"""Parts that all drawn rooms share: colours, walls, floor, windows, wall pictures and lamps."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, circle, ellipse, polygon, rect, rounded
from reelmake.crafts.drawing.sets.sky import Sky
from reelmake.kernel.seeded import SeededRandom

_WALLS = (
    "#8a9a86", "#a58a76", "#7d8ca0", "#b09a72", "#9a7f8c", "#6f8f8f", "#a87868", "#8c86a8", "#7f8f6a", "#b58d7a",
)  # fmt: skip
_THEME_WALLS: dict[str, tuple[str, ...]] = {
    "kitchen": ("#d8c9a6", "#b9cbb8", "#c6d0d6", "#d9b99c"),
    "bathroom": ("#a9c9c9", "#b5c4d6", "#c9d2c0"),
    "hospital": ("#bfd6cd", "#c7d3da"),
    "cell": ("#74787a", "#6f746c"),
    "church": ("#a89b86", "#968f8a"),
    "auditorium": ("#5c2a34", "#4a2f45", "#2f3a52"),
    "classroom": ("#b9b48c", "#a9bfa6"),
    "workshop": ("#7c7468", "#6d7478"),
    "corridor": ("#8f9a94", "#a39a86", "#8a8f9f"),
    "carriage": ("#8f9aa0",),
    "vehicle": ("#3a3f48",),
}
_THEME_FLOORS: dict[str, str] = {"cell": "#5c5f60", "hospital": "#7f9490", "bathroom": "#7d8f96", "carriage": "#4f555c"}
_TILED = frozenset({"bathroom"})
_WOODS = ("#6b4a35", "#7d5a3c", "#4f3b34", "#8a6a4a", "#5a4550")
LAMP = "#ffdf9e"
FLOOR = 745
"""The upper edge of the floor, in thousandths of the height."""


@dataclass(frozen=True)
class Room:
    """A room's colours as they look under its sky's light."""

    sky: Sky
    wall: str
    wood: str

    def shade(self, percent: int) -> str:
        """Return the wall's colour, darker by so many percent."""
        return mix(self.wall, "#0b0d18", percent)


def room_of(sky: Sky, rng: SeededRandom, theme: str = "") -> Room:
    """Return the colours of a room; some themes have their own choice of walls and floors."""
    # At night a room is lighter and warmer than the street: somebody has a lamp on.
    lamplight = {"night": 34, "dusk": 22}.get(sky.time, 0)
    wall, wood = rng.pick(_THEME_WALLS.get(theme, _WALLS)), rng.pick(_WOODS)
    wood = _THEME_FLOORS.get(theme, wood)
    return Room(sky, _lamplit(wall, sky, lamplight), _lamplit(wood, sky, lamplight))


def _lamplit(colour: str, sky: Sky, lamplight: int) -> str:
    if not lamplight:
        return sky.lit(colour)
    return mix(mix(colour, "#b8682e", lamplight), "#140f2a", 34 if sky.time == "night" else 18)


def walls_and_floor(frame: Frame, room: Room, rng: SeededRandom, theme: str = "") -> list[Shape]:
    """Return the wall and the floor with their patterns."""
    shapes = [rect(0, 0, frame.width, frame.height, room.wall)]
    pattern = rng.between(0, 2)
    if theme in _TILED:
        return shapes + _tiles(frame, room) + _floor(frame, room, rng)
    if theme in _THEME_WALLS:
        pattern = 3  # a plain wall
    if pattern == 0:
        for x in range(0, frame.width, 2 * frame.s(52)):
            shapes.append(rect(x, 0, frame.s(52), frame.y(FLOOR), room.shade(5)))
    elif pattern == 1:
        top = frame.y(500)
        shapes.append(rect(0, top, frame.width, frame.y(FLOOR) - top, room.shade(24)))
        shapes.append(rect(0, top, frame.width, frame.s(14), mix(room.wood, "#ffffff", 12)))
        for x in range(frame.s(24), frame.width, frame.s(170)):
            shapes.append(rect(x, top + frame.s(36), frame.s(130), frame.y(FLOOR) - top - frame.s(68), room.shade(30)))
    elif pattern == 2:
        shapes.append(rect(0, 0, frame.width, frame.y(70), room.shade(18)))
        shapes.append(rect(0, frame.y(70), frame.width, frame.s(10), mix(room.wood, "#ffffff", 10)))
    return shapes + _floor(frame, room, rng)


def _tiles(frame: Frame, room: Room) -> list[Shape]:
    line, step, top = room.shade(12), frame.s(70), frame.y(FLOOR)
    across = [rect(0, y, frame.width, max(1, frame.s(3)), line) for y in range(step, top, step)]
    return [*across, *(rect(x, 0, max(1, frame.s(3)), top, line) for x in range(step // 2, frame.width, step))]


def _floor(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    top, middle = frame.y(FLOOR), frame.width // 2
    base = mix(room.wood, room.wall, 30)
    shapes = [rect(0, top, frame.width, frame.height - top, base)]
    shapes.append(rect(0, top - frame.s(18), frame.width, frame.s(18), mix(room.wood, "#000000", 30)))
    tiled, line = rng.between(0, 1) == 0, mix(base, "#000000", 20)
    step = frame.s(110)
    for number in range(-14, 15):
        x = middle + number * step
        far = middle + number * step * 9 // 20
        if tiled and number % 2:
            points = ((far, top), (far + step * 9 // 20, top), (x + step, frame.height), (x, frame.height))
            shapes.append(polygon(points, mix(base, "#ffffff", 12)))
        else:
            points = ((far, top), (far + 2, top), (x + frame.s(5), frame.height), (x, frame.height))
            shapes.append(polygon(points, line))
    return shapes


def window(frame: Frame, room: Room, x: int, y: int, width: int, height: int) -> list[Shape]:
    """Return a window that shows the sky, and the sunlight it casts on the floor."""
    sky, bar = room.sky, frame.s(10)
    lower = height * 2 // 5
    shapes = [
        *_sunlight(frame, room, x, width),
        rect(x - bar, y - bar, width + 2 * bar, height + 2 * bar, mix(room.wood, "#ffffff", 18)),
        rect(x, y, width, height, mix(sky.top, sky.low, 35)),
        rect(x, y + height - lower, width, lower, mix(sky.top, sky.low, 78)),
        polygon(
            ((x, y + height), (x, y + height - lower // 2), (x + width // 2, y + height - lower * 2 // 3),
             (x + width, y + height - lower // 3), (x + width, y + height)),
            mix(sky.lit("#5f7360"), sky.low, 30),
        ),
    ]  # fmt: skip
    if sky.weather in ("rain", "storm", "snow"):
        r = max(1, frame.s(5 if sky.weather == "snow" else 2))
        for number in range(14):
            left, top = x + (number * 37 % 97) * width // 100, y + (number * 53 % 89) * height // 100
            tall = 2 * r if sky.weather == "snow" else frame.s(34)
            shapes.append(rounded(left, top, 2 * r, min(tall, y + height - top), r, mix(sky.low, "#ffffff", 62)))
    elif sky.time == "night":
        shapes.append(circle(x + width * 7 // 10, y + height // 4, frame.s(22), "#f3ecd2"))
    frame_colour = mix(room.wood, "#ffffff", 18)
    shapes.append(rect(x + width // 2 - bar // 3, y, bar * 2 // 3, height, frame_colour))
    shapes.append(rect(x, y + height // 2 - bar // 3, width, bar * 2 // 3, frame_colour))
    shapes.append(rect(x - bar * 2, y + height + bar, width + 4 * bar, bar * 3 // 2, mix(room.wood, "#ffffff", 30)))
    return shapes


def _sunlight(frame: Frame, room: Room, x: int, width: int) -> list[Shape]:
    """Return the patch of sunlight under a window; nothing at night or in bad weather."""
    if room.sky.time == "night" or room.sky.weather:
        return []
    warm = {"day": "#fff6d8", "dawn": "#ffd9a8", "dusk": "#ff9d5c"}[room.sky.time]
    top, low, lean = frame.y(FLOOR + 40), frame.y(FLOOR + 215), frame.x(70)
    light = mix(mix(room.wood, room.wall, 30), warm, 36)
    return [
        polygon(((x + lean, top), (x + width + lean, top), (x + width + 3 * lean, low), (x + 2 * lean, low)), light)
    ]


def lamp(frame: Frame, room: Room, x: int, drop: int) -> list[Shape]:
    """Return a lamp that hangs ``drop`` pixels below the ceiling."""
    wide = frame.s(58)
    shapes = [rect(x - 1, 0, max(2, frame.s(4)), drop, room.shade(60))]
    d = f"M{x - wide},{drop + wide // 2}C{x - wide},{drop - wide // 2} {x + wide},{drop - wide // 2} {x + wide},{drop + wide // 2}Z"
    return [*shapes, Shape(d, room.shade(52)), ellipse(x, drop + wide // 2, wide, wide // 6, LAMP)]


def wall_picture(frame: Frame, room: Room, x: int, y: int, width: int, height: int, rng: SeededRandom) -> list[Shape]:
    """Return a framed picture on the wall."""
    bar, field = frame.s(9), mix(rng.pick(_WALLS), room.wall, 30)
    return [
        rect(x, y, width, height, mix(room.wood, "#e8c98a", 30)),
        rect(x + bar, y + bar, width - 2 * bar, height - 2 * bar, field),
        circle(x + width // 2, y + height * 2 // 5, min(width, height) // 6, mix(field, "#fff2d0", 62)),
        polygon(
            ((x + bar, y + height - bar), (x + width // 2, y + height // 2), (x + width - bar, y + height - bar)),
            mix(field, "#10131f", 38),
        ),
    ]


def lamp_glow(frame: Frame, room: Room, x: int, drop: int) -> list[Shape]:
    """Return a lamp's light on the wall, at night and at dusk. Draw it before the furniture that covers it."""
    if room.sky.time not in ("night", "dusk"):
        return []
    reach, foot = frame.s(210), frame.y(FLOOR) - frame.s(18)
    light = mix(room.wall, LAMP, 18)
    return [polygon(((x - frame.s(40), drop), (x + frame.s(40), drop), (x + reach, foot), (x - reach, foot)), light)]
