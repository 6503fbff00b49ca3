"""Drawn interiors that people pass through: a corridor, a car, a train."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.pen import Pen
from reelmake.crafts.drawing.sets.rooms import LAMP, Room
from reelmake.crafts.drawing.sets.shapes import Frame, Shape
from reelmake.kernel.seeded import SeededRandom


def corridor(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A corridor with doors on both sides, seen towards its far end."""
    pen = Pen(frame)
    door, floor = room.sky.lit(rng.pick(("#7a5a3e", "#4f6f7f", "#7f4f4a"))), mix(room.wood, room.wall, 40)
    pen.poly(((0, 0), (1000, 0), (620, 300), (380, 300)), mix(room.wall, "#ffffff", 20))
    pen.poly(((0, 0), (380, 300), (380, 600), (0, 1000)), room.shade(10))
    pen.poly(((1000, 0), (620, 300), (620, 600), (1000, 1000)), room.shade(18))
    pen.poly(((380, 600), (620, 600), (1000, 1000), (0, 1000)), floor)
    pen.poly(((460, 600), (540, 600), (700, 1000), (300, 1000)), mix(floor, door, 46))
    pen.box(380, 300, 240, 300, mix(room.wall, "#ffffff", 10))
    pen.box(446, 370, 108, 230, room.shade(40))
    pen.box(456, 382, 88, 218, mix(room.sky.top, room.sky.low, 70))
    pen.box(498, 382, 5, 218, room.shade(40))
    for near, far in ((60, 170), (230, 300), (322, 356)):
        for mirrored in (False, True):
            points = [
                (near, _along(near, 150)),
                (far, _along(far, 150)),
                (far, _along(far, 1000)),
                (near, _along(near, 1000)),
            ]
            edge = [
                (near - 8, _along(near, 110)),
                (far + 5, _along(far, 110)),
                (far + 5, _along(far, 1000)),
                (near - 8, _along(near, 1000)),
            ]
            for outline, fill in ((edge, room.shade(40)), (points, mix(door, "#000000", 14 if mirrored else 0))):
                pen.poly([(1000 - x if mirrored else x, y) for x, y in outline], fill)
            knob = far - (far - near) // 6
            pen.disc(1000 - knob if mirrored else knob, _along(knob, 600), 6, LAMP)
    for wide, y in ((90, 60), (58, 150), (36, 222)):
        lit = LAMP if room.sky.time in ("night", "dusk") else "#fdf8ea"
        pen.poly(
            (
                (500 - wide, y),
                (500 + wide, y),
                (500 + wide * 4 // 5, y + wide // 3),
                (500 - wide * 4 // 5, y + wide // 3),
            ),
            lit,
        )
    return pen.shapes


def _along(x: int, height: int) -> int:
    """Return a point's y on the left wall: ``height`` at the left edge, closer to the vanishing point as x grows."""
    return height + (450 - height) * x // 540


def vehicle(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """The inside of a car: the road through the windscreen, the wheel, the mirror, the dashboard."""
    pen = Pen(frame)
    sky = room.sky
    trim = sky.lit(rng.pick(("#3a3540", "#33404a", "#46382f")))
    dark = mix(trim, "#05060c", 40)
    pen.box(0, 0, 1000, 1000, dark)
    glass = mix(sky.top, sky.low, 50)
    pen.poly(((110, 560), (190, 110), (810, 110), (890, 560)), glass)
    pen.poly(((134, 430), (866, 430), (890, 560), (110, 560)), sky.far("#6f7a5a", 30))
    pen.poly(((470, 430), (530, 430), (720, 560), (280, 560)), sky.far("#5b5a60", 14))
    pen.poly(((497, 436), (503, 436), (510, 556), (490, 556)), mix(sky.low, "#ffffff", 50))
    for x, tall in ((180, 80), (250, 120), (330, 60), (660, 90), (740, 130), (800, 70)):
        pen.box(x, 430 - tall, 54, tall, sky.far("#6f6b7c", 44))
        if sky.time in ("night", "dusk"):
            pen.box(x + 12, 440 - tall, 10, 14, LAMP)
    pen.poly(((0, 0), (110, 110), (60, 580), (0, 600)), mix(trim, "#000000", 16))
    pen.poly(((0, 180), (40, 190), (24, 520), (0, 530)), glass)
    pen.poly(((1000, 0), (890, 110), (940, 580), (1000, 600)), mix(trim, "#000000", 16))
    pen.poly(((1000, 180), (960, 190), (976, 520), (1000, 530)), glass)
    pen.box(420, 120, 160, 64, dark, corner=20)
    pen.box(430, 130, 140, 44, mix(glass, "#ffffff", 20), corner=16)
    pen.poly(((0, 600), (110, 550), (890, 550), (1000, 600), (1000, 780), (0, 780)), trim)
    pen.poly(((0, 600), (110, 550), (890, 550), (1000, 600), (1000, 616), (0, 616)), mix(trim, "#ffffff", 18))
    pen.disc(300, 780, 190, "#15161c")
    pen.disc(300, 780, 160, mix(trim, "#000000", 24))
    pen.box(170, 760, 260, 40, "#15161c")
    pen.disc(300, 780, 52, "#1f2128")
    for x in (250, 350):
        pen.disc(x, 640, 36, "#101218")
        pen.disc(x, 640, 28, mix("#e8f0e8", trim, 40))
    pen.box(480, 640, 140, 70, "#101218", corner=10)
    pen.box(490, 650, 120, 50, mix("#6fc0c9", "#101218", 40))
    pen.box(740, 640, 170, 100, mix(trim, "#000000", 26), corner=16)
    pen.box(470, 780, 90, 220, mix(trim, "#000000", 30))
    return pen.shapes


def carriage(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """The inside of a train: a row of windows, facing seats, rails and straps."""
    pen = Pen(frame)
    sky, plush = room.sky, room.sky.lit(rng.pick(("#3f6a9f", "#3f8f6a", "#a8433f", "#6f5a9f")))
    steel = mix(room.wall, "#ffffff", 34)
    pen.box(0, 0, 1000, 745, mix(room.wall, "#ffffff", 12))
    pen.box(0, 0, 1000, 90, mix(room.wall, "#ffffff", 40))
    pen.box(60, 40, 880, 20, LAMP if sky.time in ("night", "dusk") else "#fdf8ea")
    for x in (50, 370, 690):
        pen.box(x - 12, 168, 284, 326, room.shade(34), corner=26)
        pen.box(x, 184, 260, 294, mix(sky.top, sky.low, 55), corner=20)
        pen.box(x, 396, 260, 82, sky.far("#6a7f5e", 26))
        for number in range(3):
            tall = rng.between(30, 110)
            pen.box(x + 14 + number * 84, 398 - tall, rng.between(40, 66), tall, sky.far("#6f6b7c", 38))
        pen.poly(((x + 150, 186), (x + 190, 186), (x + 110, 476), (x + 70, 476)), mix(sky.low, "#ffffff", 22))
    pen.box(0, 118, 1000, 10, steel)
    for number in range(7):
        x = 80 + number * 140
        pen.box(x, 124, 6, 44, room.shade(56))
        pen.box(x - 10, 166, 26, 32, room.shade(56), corner=10)
        pen.box(x - 4, 174, 14, 16, mix(room.wall, "#ffffff", 12))
    for x in (10, 330, 650, 970):
        for left in (x - 120, x + 20):
            pen.box(left, 480, 100, 190, plush, corner=30)
            pen.box(left + 10, 494, 80, 34, mix(plush, "#ffffff", 40), corner=14)
            pen.box(left - 8, 654, 116, 60, mix(plush, "#000000", 20), corner=16)
    for x in (340, 660):
        pen.box(x - 6, 90, 11, 680, mix(steel, "#d9b34a", 46))
    return pen.shapes


CORRIDORS: dict[str, Callable[[Frame, Room, SeededRandom], list[Shape]]] = {
    "corridor": corridor,
    "vehicle": vehicle,
    "carriage": carriage,
}
