"""Drawn sets under a roof: a parlour, shelves, a counter, a hall of arches, a workplace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reelmake.assets.colours import mix
from reelmake.assets.dice import Dice
from reelmake.assets.shapes import Frame, Shape, arch, circle, ellipse, polygon, rect, rounded
from reelmake.assets.sky import Sky

_WALLS = (
    "#8a9a86", "#a58a76", "#7d8ca0", "#b09a72", "#9a7f8c", "#6f8f8f", "#a87868", "#8c86a8", "#7f8f6a", "#b58d7a",
)  # fmt: skip
_WOODS = ("#6b4a35", "#7d5a3c", "#4f3b34", "#8a6a4a", "#5a4550")
_LAMP = "#ffdf9e"
_FLOOR = 745
"""Where the floor begins, in thousandths of the height."""


@dataclass(frozen=True)
class Room:
    """A room's colours as they look at this time of day."""

    sky: Sky
    wall: str
    wood: str

    def shade(self, percent: int) -> str:
        return mix(self.wall, "#0b0d18", percent)


def room_of(sky: Sky, dice: Dice) -> Room:
    """Return the colours of a room."""
    # Indoors the night is less dark than outside, and warmer: somebody has a lamp on.
    lamplight = {"night": 34, "dusk": 22}.get(sky.time, 0)
    wall, wood = dice.pick(_WALLS), dice.pick(_WOODS)
    return Room(sky, _lamplit(wall, sky, lamplight), _lamplit(wood, sky, lamplight))


def _lamplit(colour: str, sky: Sky, lamplight: int) -> str:
    if not lamplight:
        return sky.lit(colour)
    return mix(mix(colour, "#b8682e", lamplight), "#140f2a", 34 if sky.time == "night" else 18)


def shell(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """Return walls and floor with their patterns."""
    shapes = [rect(0, 0, frame.width, frame.height, room.wall)]
    pattern = dice.between(0, 2)
    if pattern == 0:
        for x in range(0, frame.width, 2 * frame.s(52)):
            shapes.append(rect(x, 0, frame.s(52), frame.y(_FLOOR), room.shade(5)))
    elif pattern == 1:
        top = frame.y(500)
        shapes.append(rect(0, top, frame.width, frame.y(_FLOOR) - top, room.shade(24)))
        shapes.append(rect(0, top, frame.width, frame.s(14), mix(room.wood, "#ffffff", 12)))
        for x in range(frame.s(24), frame.width, frame.s(170)):
            shapes.append(rect(x, top + frame.s(36), frame.s(130), frame.y(_FLOOR) - top - frame.s(68), room.shade(30)))
    else:
        shapes.append(rect(0, 0, frame.width, frame.y(70), room.shade(18)))
        shapes.append(rect(0, frame.y(70), frame.width, frame.s(10), mix(room.wood, "#ffffff", 10)))
    return shapes + _floor(frame, room, dice)


def _floor(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    top, middle = frame.y(_FLOOR), frame.width // 2
    base = mix(room.wood, room.wall, 30)
    shapes = [rect(0, top, frame.width, frame.height - top, base)]
    shapes.append(rect(0, top - frame.s(18), frame.width, frame.s(18), mix(room.wood, "#000000", 30)))
    tiled, line = dice.between(0, 1) == 0, mix(base, "#000000", 20)
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
    """A window with the sky in it, and curtains where there is room."""
    sky, bar = room.sky, frame.s(10)
    lower = height * 2 // 5
    shapes = [
        rect(x - bar, y - bar, width + 2 * bar, height + 2 * bar, mix(room.wood, "#ffffff", 18)),
        rect(x, y, width, height, mix(sky.top, sky.low, 35)),
        rect(x, y + height - lower, width, lower, mix(sky.top, sky.low, 78)),
        polygon(
            ((x, y + height), (x, y + height - lower // 2), (x + width // 2, y + height - lower * 2 // 3),
             (x + width, y + height - lower // 3), (x + width, y + height)),
            mix(sky.lit("#5f7360"), sky.low, 30),
        ),
    ]  # fmt: skip
    if sky.time == "night":
        shapes.append(circle(x + width * 7 // 10, y + height // 4, frame.s(22), "#f3ecd2"))
    frame_colour = mix(room.wood, "#ffffff", 18)
    shapes.append(rect(x + width // 2 - bar // 3, y, bar * 2 // 3, height, frame_colour))
    shapes.append(rect(x, y + height // 2 - bar // 3, width, bar * 2 // 3, frame_colour))
    shapes.append(rect(x - bar * 2, y + height + bar, width + 4 * bar, bar * 3 // 2, mix(room.wood, "#ffffff", 30)))
    return shapes


def lamp(frame: Frame, room: Room, x: int, drop: int) -> list[Shape]:
    """A lamp on its cord."""
    wide = frame.s(58)
    shapes = [rect(x - 1, 0, max(2, frame.s(4)), drop, room.shade(60))]
    d = f"M{x - wide},{drop + wide // 2}C{x - wide},{drop - wide // 2} {x + wide},{drop - wide // 2} {x + wide},{drop + wide // 2}Z"
    return [*shapes, Shape(d, room.shade(52)), ellipse(x, drop + wide // 2, wide, wide // 6, _LAMP)]


def _hanging(frame: Frame, room: Room, x: int, y: int, width: int, height: int, dice: Dice) -> list[Shape]:
    """A picture on the wall."""
    bar, field = frame.s(9), mix(dice.pick(_WALLS), room.wall, 30)
    return [
        rect(x, y, width, height, mix(room.wood, "#e8c98a", 30)),
        rect(x + bar, y + bar, width - 2 * bar, height - 2 * bar, field),
        circle(x + width // 2, y + height * 2 // 5, min(width, height) // 6, mix(field, "#fff2d0", 62)),
        polygon(
            ((x + bar, y + height - bar), (x + width // 2, y + height // 2), (x + width - bar, y + height - bar)),
            mix(field, "#10131f", 38),
        ),
    ]


def glow(frame: Frame, room: Room, x: int, drop: int) -> list[Shape]:
    """What a lamp throws on the wall, unless it is day; drawn before what stands against the wall."""
    if room.sky.time not in ("night", "dusk"):
        return []
    reach, foot = frame.s(210), frame.y(_FLOOR) - frame.s(18)
    light = mix(room.wall, _LAMP, 18)
    return [polygon(((x - frame.s(40), drop), (x + frame.s(40), drop), (x + reach, foot), (x - reach, foot)), light)]


def parlour(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """A window, pictures, a lamp and a low cupboard."""
    left = dice.between(0, 1) == 0
    middle, drop = frame.x(500 + dice.between(-60, 60)), frame.y(dice.between(110, 170))
    shapes = glow(frame, room, middle, drop)
    shapes += window(frame, room, frame.x(90 if left else 650), frame.y(170), frame.x(260), frame.y(330))
    for number in range(dice.between(1, 3)):
        x = frame.x((560 if left else 100) + number * 150)
        tall = frame.s(dice.between(130, 220))
        shapes += _hanging(frame, room, x, frame.y(dice.between(170, 260)), frame.x(120), tall, dice)
    top, x, width = frame.y(600), frame.x(590 if left else 90), frame.x(330)
    shapes.append(rounded(x, top, width, frame.y(_FLOOR + 20) - top, frame.s(10), mix(room.wood, "#000000", 10)))
    for number in range(3):
        shapes.append(
            rect(
                x + frame.s(14) + number * width // 3,
                top + frame.s(18),
                width // 3 - frame.s(28),
                frame.y(110),
                mix(room.wood, "#ffffff", 10),
            )
        )
    return shapes + lamp(frame, room, middle, drop)


def shelves(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """Books from wall to wall, with a way out between them."""
    shapes: list[Shape] = []
    gap = dice.pick((330, 470, 600))
    for left, right in ((30, gap), (gap + 190, 970)):
        x, width, top = frame.x(left), frame.x(right - left), frame.y(110)
        shapes.append(rect(x, top, width, frame.y(_FLOOR) - top, mix(room.wood, "#000000", 36)))
        board = frame.y(125)
        for y in range(top + board, frame.y(_FLOOR) - frame.s(10), board):
            shapes.append(rect(x, y, width, frame.s(12), mix(room.wood, "#ffffff", 10)))
            shapes += _books(frame, room, dice, (x + frame.s(8), x + width - frame.s(26), y, board))
        shapes.append(
            rect(x - frame.s(8), top - frame.s(16), width + frame.s(16), frame.s(20), mix(room.wood, "#ffffff", 16))
        )
    tall = frame.y(420)
    shapes.append(arch(frame.x(gap + 30), frame.y(_FLOOR) - tall, frame.x(130), tall, mix(room.wall, _LAMP, 26)))
    return shapes


def _books(frame: Frame, room: Room, dice: Dice, shelf: tuple[int, int, int, int]) -> list[Shape]:
    x, end, y, board = shelf
    shapes: list[Shape] = []
    while x < end:
        width, tall = frame.s(dice.between(14, 28)), board * dice.between(50, 78) // 100
        if dice.between(0, 7):
            fill = mix(
                room.sky.lit(dice.pick(("#a5543f", "#4f6f86", "#b08a4a", "#5d7a5a", "#7d5a7a", "#c9b79a"))),
                room.wood,
                22,
            )
            shapes.append(rect(x, y - tall, width, tall, fill))
        x += width + 2
    return shapes


def counter(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """A counter across the room, a shelf of vessels behind it, and lamps above."""
    shapes: list[Shape] = []
    for x in (250, 500, 750):
        shapes += glow(frame, room, frame.x(x), frame.y(120))
    windowed = dice.between(0, 1) == 1
    start = 400 if windowed else 80
    if windowed:
        shapes += window(frame, room, frame.x(70), frame.y(190), frame.x(260), frame.y(250))
    for y in (frame.y(300), frame.y(440)):
        x = frame.x(start)
        while x < frame.x(920) - frame.s(40):
            width, tall = frame.s(dice.between(18, 40)), frame.s(dice.between(36, 92))
            glass = mix(dice.pick(("#7aa08a", "#c9a05a", "#b5675a", "#8aa0b5", "#e0d3b5")), room.wall, 26)
            shapes.append(rounded(x, y - tall, width, tall, frame.s(7), glass))
            if tall > frame.s(66):
                shapes.append(rect(x + width // 3, y - tall - frame.s(18), width // 3, frame.s(22), glass))
            x += width + frame.s(dice.between(10, 44))
        shapes.append(rect(frame.x(start) - frame.s(20), y, frame.x(940 - start), frame.s(14), room.wood))
    top = frame.y(590)
    shapes.append(rect(0, top, frame.width, frame.y(_FLOOR + 40) - top, mix(room.wood, "#000000", 22)))
    for x in range(frame.s(20), frame.width, frame.s(190)):
        shapes.append(rect(x, top + frame.s(46), frame.s(150), frame.y(120), mix(room.wood, "#000000", 6)))
    shapes.append(rect(0, top - frame.s(6), frame.width, frame.s(30), mix(room.wood, "#ffffff", 26)))
    for x in (250, 500, 750):
        shapes += lamp(frame, room, frame.x(x), frame.y(120))
    return shapes


def hall(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """Arches in a row, and pillars between them."""
    shapes: list[Shape] = []
    count = dice.pick((3, 5))
    each = 1000 // count
    lit = mix(room.sky.top, room.sky.low, 60) if dice.between(0, 1) else mix(room.shade(45), _LAMP, 18)
    for number in range(count):
        x, width = frame.x(number * each + each // 6), frame.x(each * 2 // 3)
        top = frame.y(_FLOOR) - min(frame.y(560), width * 2)
        shapes.append(
            arch(
                x - frame.s(14),
                top - frame.s(14),
                width + frame.s(28),
                frame.y(_FLOOR) - top + frame.s(14),
                room.shade(22),
            )
        )
        shapes.append(arch(x, top, width, frame.y(_FLOOR) - top, lit))
        shapes.append(
            arch(
                x + width // 4,
                top + width // 3,
                width * 3 // 4,
                frame.y(_FLOOR) - top - width // 3,
                mix(lit, room.wall, 30),
            )
        )
    for number in range(count + 1):
        x, width = frame.x(number * each) - frame.s(26), frame.s(52)
        shapes.append(rect(x, frame.y(90), width, frame.y(_FLOOR) - frame.y(90), mix(room.wall, "#ffffff", 16)))
        shapes.append(rect(x + width * 2 // 3, frame.y(90), width // 3, frame.y(_FLOOR) - frame.y(90), room.shade(10)))
        for y in (frame.y(90), frame.y(_FLOOR) - frame.s(34)):
            shapes.append(rect(x - frame.s(14), y, width + frame.s(28), frame.s(30), mix(room.wall, "#ffffff", 26)))
    shapes.append(rect(0, 0, frame.width, frame.y(90), room.shade(34)))
    return shapes


def workplace(frame: Frame, room: Room, dice: Dice) -> list[Shape]:
    """Blinds, a board with notes, and a bench with screens."""
    left = dice.between(0, 1) == 0
    x, y, width, height = frame.x(80 if left else 560), frame.y(150), frame.x(360), frame.y(300)
    shapes = [rect(x, y, width, height, mix(room.sky.top, room.sky.low, 70))]
    for step in range(9):
        shapes.append(rect(x, y + step * height // 9, width, height // 18, room.shade(28)))
    board = frame.x(560 if left else 90)
    shapes.append(rect(board, y + frame.s(10), frame.x(330), height - frame.s(30), mix(room.wood, "#d9b98a", 46)))
    for number in range(7):
        note = dice.pick(("#f0e2b6", "#c9d8d0", "#e8b9a0", "#f6f0e0"))
        left_edge = board + frame.x(20 + (number % 4) * 76)
        top_edge = y + frame.s(40) + (number // 4) * frame.s(110) + frame.s(dice.between(0, 18))
        shapes.append(rect(left_edge, top_edge, frame.x(52), frame.s(74), mix(note, room.wall, 24)))
    top = frame.y(620)
    for number in range(dice.between(2, 3)):
        middle, wide, tall = frame.x(220 + number * 280 + dice.between(-30, 30)), frame.s(190), frame.s(120)
        glow = dice.pick(("#7fd0c9", "#9ec7f0", "#d9c98a"))
        shapes.append(rect(middle - frame.s(12), top - frame.s(40), frame.s(24), frame.s(44), room.shade(66)))
        shapes.append(rounded(middle - wide // 2, top - tall - frame.s(30), wide, tall, frame.s(8), room.shade(70)))
        inner = frame.s(9)
        shapes.append(
            rect(
                middle - wide // 2 + inner,
                top - tall - frame.s(30) + inner,
                wide - 2 * inner,
                tall - 2 * inner,
                mix(glow, room.wall, 40),
            )
        )
    shapes.append(rect(0, top, frame.width, frame.s(26), mix(room.wood, "#ffffff", 22)))
    shapes.append(
        rect(0, top + frame.s(26), frame.width, frame.y(_FLOOR + 30) - top - frame.s(26), mix(room.wood, "#000000", 32))
    )
    return shapes


INTERIORS: dict[str, Callable[[Frame, Room, Dice], list[Shape]]] = {
    "parlour": parlour,
    "shelves": shelves,
    "counter": counter,
    "hall": hall,
    "workplace": workplace,
}
