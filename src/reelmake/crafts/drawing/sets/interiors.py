"""All drawn indoor sets: a parlour, shelves, a counter, a hall, a workplace, and those of the modules imported here."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.homes import HOMES
from reelmake.crafts.drawing.sets.pen import Pen
from reelmake.crafts.drawing.sets.public_rooms import PUBLIC_ROOMS
from reelmake.crafts.drawing.sets.rooms import FLOOR, LAMP, Room, lamp, lamp_glow, wall_picture, window
from reelmake.crafts.drawing.sets.shapes import Frame, Shape, arch, rect, rounded
from reelmake.kernel.seeded import SeededRandom


def parlour(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A living room: a window, pictures, a lamp, a sofa and a low cupboard."""
    left = rng.between(0, 1) == 0
    middle, drop = frame.x(500 + rng.between(-60, 60)), frame.y(rng.between(110, 170))
    shapes = lamp_glow(frame, room, middle, drop)
    shapes += window(frame, room, frame.x(90 if left else 650), frame.y(170), frame.x(260), frame.y(330))
    for number in range(rng.between(1, 3)):
        x = frame.x((560 if left else 100) + number * 150)
        tall = frame.s(rng.between(130, 220))
        shapes += wall_picture(frame, room, x, frame.y(rng.between(170, 260)), frame.x(120), tall, rng)
    top, x, width = frame.y(600), frame.x(590 if left else 90), frame.x(330)
    shapes.append(rounded(x, top, width, frame.y(FLOOR + 20) - top, frame.s(10), mix(room.wood, "#000000", 10)))
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
    shapes += _sofa(frame, room, 120 if left else 520, rng)
    return shapes + lamp(frame, room, middle, drop)


def _sofa(frame: Frame, room: Room, x: int, rng: SeededRandom) -> list[Shape]:
    pen = Pen(frame)
    cloth = _in_room_light(room, rng.pick(("#b5654a", "#4f7f86", "#7a6aa0", "#a8934a", "#8a4a5a")))
    pen.oval(x + 185, 880, 300, 56, mix(cloth, room.wood, 66))
    pen.oval(x + 185, 880, 270, 46, mix(cloth, room.wall, 62))
    pen.box(x + 20, 570, 330, 200, mix(cloth, "#000000", 10), corner=30)
    for side in (40, 190):
        pen.box(x + side, 590, 145, 110, cloth, corner=26)
        pen.box(x + side, 690, 145, 70, mix(cloth, "#ffffff", 12), corner=16)
    pen.box(x, 640, 50, 170, mix(cloth, "#000000", 18), corner=24)
    pen.box(x + 320, 640, 50, 170, mix(cloth, "#000000", 18), corner=24)
    pen.box(x + 40, 756, 290, 54, mix(cloth, "#000000", 24))
    pen.box(x + 60, 620, 66, 82, mix(cloth, "#ffe9c4", 56), corner=14)
    for leg in (16, 336):
        pen.box(x + leg, 806, 14, 24, mix(room.wood, "#000000", 40))
    return pen.shapes


def _in_room_light(room: Room, colour: str) -> str:
    """Return a colour as it looks in the room: at night lamplight keeps it warmer than the sky's light would."""
    return mix(colour, "#2a1420", 44) if room.sky.time == "night" else room.sky.lit(colour)


def shelves(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """Bookshelves from wall to wall, with a passage between them."""
    shapes: list[Shape] = []
    gap = rng.pick((330, 470, 600))
    for left, right in ((30, gap), (gap + 190, 970)):
        x, width, top = frame.x(left), frame.x(right - left), frame.y(110)
        shapes.append(rect(x, top, width, frame.y(FLOOR) - top, mix(room.wood, "#000000", 36)))
        board = frame.y(125)
        for y in range(top + board, frame.y(FLOOR) - frame.s(10), board):
            shapes.append(rect(x, y, width, frame.s(12), mix(room.wood, "#ffffff", 10)))
            shapes += _books(frame, room, rng, (x + frame.s(8), x + width - frame.s(26), y, board))
        shapes.append(
            rect(x - frame.s(8), top - frame.s(16), width + frame.s(16), frame.s(20), mix(room.wood, "#ffffff", 16))
        )
    tall = frame.y(420)
    shapes.append(arch(frame.x(gap + 30), frame.y(FLOOR) - tall, frame.x(130), tall, mix(room.wall, LAMP, 26)))
    return shapes


def _books(frame: Frame, room: Room, rng: SeededRandom, shelf: tuple[int, int, int, int]) -> list[Shape]:
    x, end, y, board = shelf
    shapes: list[Shape] = []
    while x < end:
        width, tall = frame.s(rng.between(14, 28)), board * rng.between(50, 78) // 100
        if rng.between(0, 7):
            fill = mix(
                room.sky.lit(rng.pick(("#a5543f", "#4f6f86", "#b08a4a", "#5d7a5a", "#7d5a7a", "#c9b79a"))),
                room.wood,
                22,
            )
            shapes.append(rect(x, y - tall, width, tall, fill))
        x += width + 2
    return shapes


def counter(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A bar: a counter across the room, shelves of bottles and glasses behind it, lamps above."""
    shapes: list[Shape] = []
    for x in (250, 500, 750):
        shapes += lamp_glow(frame, room, frame.x(x), frame.y(120))
    windowed = rng.between(0, 1) == 1
    start = 400 if windowed else 80
    if windowed:
        shapes += window(frame, room, frame.x(70), frame.y(190), frame.x(260), frame.y(250))
    for y in (frame.y(300), frame.y(440)):
        x = frame.x(start)
        while x < frame.x(920) - frame.s(40):
            width, tall = frame.s(rng.between(18, 40)), frame.s(rng.between(36, 92))
            glass = mix(rng.pick(("#7aa08a", "#c9a05a", "#b5675a", "#8aa0b5", "#e0d3b5")), room.wall, 26)
            shapes.append(rounded(x, y - tall, width, tall, frame.s(7), glass))
            if tall > frame.s(66):
                shapes.append(rect(x + width // 3, y - tall - frame.s(18), width // 3, frame.s(22), glass))
            x += width + frame.s(rng.between(10, 44))
        shapes.append(rect(frame.x(start) - frame.s(20), y, frame.x(940 - start), frame.s(14), room.wood))
    top = frame.y(590)
    shapes.append(rect(0, top, frame.width, frame.y(FLOOR + 40) - top, mix(room.wood, "#000000", 22)))
    for x in range(frame.s(20), frame.width, frame.s(190)):
        shapes.append(rect(x, top + frame.s(46), frame.s(150), frame.y(120), mix(room.wood, "#000000", 6)))
    shapes.append(rect(0, top - frame.s(6), frame.width, frame.s(30), mix(room.wood, "#ffffff", 26)))
    for x in (250, 500, 750):
        shapes += lamp(frame, room, frame.x(x), frame.y(120))
    return shapes


def hall(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A hall: a row of arches with pillars between them."""
    shapes: list[Shape] = []
    count = rng.pick((3, 5))
    each = 1000 // count
    lit = mix(room.sky.top, room.sky.low, 60) if rng.between(0, 1) else mix(room.shade(45), LAMP, 18)
    for number in range(count):
        x, width = frame.x(number * each + each // 6), frame.x(each * 2 // 3)
        top = frame.y(FLOOR) - min(frame.y(560), width * 2)
        shapes.append(
            arch(
                x - frame.s(14),
                top - frame.s(14),
                width + frame.s(28),
                frame.y(FLOOR) - top + frame.s(14),
                room.shade(22),
            )
        )
        shapes.append(arch(x, top, width, frame.y(FLOOR) - top, lit))
        shapes.append(
            arch(
                x + width // 4,
                top + width // 3,
                width * 3 // 4,
                frame.y(FLOOR) - top - width // 3,
                mix(lit, room.wall, 30),
            )
        )
    for number in range(count + 1):
        x, width = frame.x(number * each) - frame.s(26), frame.s(52)
        shapes.append(rect(x, frame.y(90), width, frame.y(FLOOR) - frame.y(90), mix(room.wall, "#ffffff", 16)))
        shapes.append(rect(x + width * 2 // 3, frame.y(90), width // 3, frame.y(FLOOR) - frame.y(90), room.shade(10)))
        for y in (frame.y(90), frame.y(FLOOR) - frame.s(34)):
            shapes.append(rect(x - frame.s(14), y, width + frame.s(28), frame.s(30), mix(room.wall, "#ffffff", 26)))
    shapes.append(rect(0, 0, frame.width, frame.y(90), room.shade(34)))
    return shapes


def workplace(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """An office: blinds, a board with notes, a bench with screens."""
    left = rng.between(0, 1) == 0
    x, y, width, height = frame.x(80 if left else 560), frame.y(150), frame.x(360), frame.y(300)
    shapes = [rect(x, y, width, height, mix(room.sky.top, room.sky.low, 70))]
    for step in range(9):
        shapes.append(rect(x, y + step * height // 9, width, height // 18, room.shade(28)))
    board = frame.x(560 if left else 90)
    shapes.append(rect(board, y + frame.s(10), frame.x(330), height - frame.s(30), mix(room.wood, "#d9b98a", 46)))
    for number in range(7):
        note = rng.pick(("#f0e2b6", "#c9d8d0", "#e8b9a0", "#f6f0e0"))
        left_edge = board + frame.x(20 + (number % 4) * 76)
        top_edge = y + frame.s(40) + (number // 4) * frame.s(110) + frame.s(rng.between(0, 18))
        shapes.append(rect(left_edge, top_edge, frame.x(52), frame.s(74), mix(note, room.wall, 24)))
    top = frame.y(620)
    for number in range(rng.between(2, 3)):
        middle, wide, tall = frame.x(220 + number * 280 + rng.between(-30, 30)), frame.s(190), frame.s(120)
        screen = rng.pick(("#7fd0c9", "#9ec7f0", "#d9c98a"))
        shapes.append(rect(middle - frame.s(12), top - frame.s(40), frame.s(24), frame.s(44), room.shade(66)))
        shapes.append(rounded(middle - wide // 2, top - tall - frame.s(30), wide, tall, frame.s(8), room.shade(70)))
        inner = frame.s(9)
        shapes.append(
            rect(
                middle - wide // 2 + inner,
                top - tall - frame.s(30) + inner,
                wide - 2 * inner,
                tall - 2 * inner,
                mix(screen, room.wall, 40),
            )
        )
    shapes.append(rect(0, top, frame.width, frame.s(26), mix(room.wood, "#ffffff", 22)))
    shapes.append(
        rect(0, top + frame.s(26), frame.width, frame.y(FLOOR + 30) - top - frame.s(26), mix(room.wood, "#000000", 32))
    )
    return shapes


INTERIORS: dict[str, Callable[[Frame, Room, SeededRandom], list[Shape]]] = {
    **HOMES,
    **PUBLIC_ROOMS,
    "parlour": parlour,
    "shelves": shelves,
    "counter": counter,
    "hall": hall,
    "workplace": workplace,
}
