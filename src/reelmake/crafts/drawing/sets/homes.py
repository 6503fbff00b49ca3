"""Drawn rooms of a home: a kitchen, a bedroom, a bathroom."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.pen import Pen
from reelmake.crafts.drawing.sets.rooms import LAMP, Room, lamp, lamp_glow, wall_picture, window
from reelmake.crafts.drawing.sets.shapes import Frame, Shape
from reelmake.kernel.seeded import SeededRandom


def kitchen(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A stove with its hood, a sink under the window, cupboards, a refrigerator."""
    pen = Pen(frame)
    front = room.sky.lit(rng.pick(("#6f8f86", "#b9795a", "#7f8fa6", "#c7a45c")))
    steel, dark, top = mix(room.wall, "#dfe5e8", 40), room.shade(70), mix(room.wood, "#ffffff", 34)
    pen.add(lamp_glow(frame, room, frame.x(390), frame.y(150)))
    pen.box(0, 430, 1000, 150, mix(room.wall, "#ffffff", 16))
    for number in range(18):
        pen.box(number * 58, 430, 3, 150, room.shade(8))
    pen.box(0, 504, 1000, 4, room.shade(8))
    pen.add(window(frame, room, frame.x(280), frame.y(190), frame.x(220), frame.y(260)))
    pen.panel(40, 140, 210, 230, front, 2)
    pen.panel(750, 140, 80, 230, front, 1)
    pen.poly(((560, 330), (590, 230), (690, 230), (720, 330)), mix(steel, "#000000", 14))
    pen.box(610, 0, 60, 232, mix(steel, "#000000", 24))
    pen.box(0, 590, 840, 180, front)
    pen.panel(0, 600, 550, 165, front, 5)
    pen.box(555, 584, 170, 186, steel)
    pen.box(572, 650, 136, 90, dark, corner=10)
    pen.box(580, 625, 120, 8, mix(steel, "#ffffff", 40))
    for x in (590, 625, 660, 695):
        pen.disc(x, 612, 8, dark)
    pen.panel(728, 600, 110, 165, front, 1)
    pen.box(0, 572, 840, 22, top)
    pen.box(575, 566, 130, 9, dark)
    # A kettle on the stove, a tap, jars and a board on the worktop.
    red = room.sky.lit("#b8473c")
    pen.disc(640, 512, 34, dark)
    pen.disc(640, 512, 26, mix(room.wall, "#ffffff", 16))
    pen.poly(((610, 567), (618, 512), (662, 512), (670, 567)), red)
    pen.poly(((660, 548), (686, 514), (694, 520), (668, 566)), red)
    pen.box(634, 500, 12, 14, dark)
    pen.box(384, 505, 8, 70, steel)
    pen.box(384, 505, 44, 9, steel)
    for number, fill in enumerate(("#c9a05a", "#b5675a", "#7aa08a")):
        pen.box(80 + number * 44, 520 - number * 8, 32, 54 + number * 8, room.sky.lit(fill), corner=8)
    pen.box(210, 470, 50, 104, mix(room.wood, "#ffffff", 20), corner=12)
    pen.box(850, 180, 140, 590, mix(steel, "#ffffff", 20), corner=20)
    pen.box(850, 390, 140, 6, room.shade(30))
    pen.box(866, 300, 8, 70, dark)
    pen.box(866, 420, 8, 100, dark)
    return pen.shapes + lamp(frame, room, frame.x(390), frame.y(110))


def bedroom(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A bed with its pillows, a lamp on the night table, a wardrobe."""
    pen = Pen(frame)
    cover = room.sky.lit(rng.pick(("#5f7fa8", "#a8606a", "#6f8f5f", "#8a6fa0", "#c08a4a")))
    linen, wood = room.sky.lit("#efe8da"), mix(room.wood, "#ffffff", 8)
    pen.add(window(frame, room, frame.x(80), frame.y(160), frame.x(190), frame.y(320)))
    curtain = mix(cover, room.wall, 30)
    for x in (52, 262):
        pen.poly(((x, 130), (x + 46, 130), (x + 38, 640), (x - 4, 640)), curtain)
    pen.box(40, 120, 280, 14, wood)
    pen.add(wall_picture(frame, room, frame.x(500), frame.y(170), frame.x(150), frame.s(170), rng))
    pen.box(390, 400, 370, 330, wood, corner=26)
    pen.box(402, 560, 346, 120, linen)
    for x in (420, 585):
        pen.box(x, 520, 145, 92, mix(linen, "#ffffff", 40), corner=36)
    pen.poly(((392, 640), (758, 640), (800, 830), (350, 830)), cover)
    pen.poly(((392, 640), (758, 640), (766, 674), (384, 674)), mix(cover, "#ffffff", 30))
    pen.box(350, 826, 450, 44, mix(cover, "#000000", 26))
    pen.box(296, 600, 84, 160, wood)
    pen.box(308, 630, 60, 40, mix(wood, "#ffffff", 16))
    lit = room.sky.time in ("night", "dusk")
    if lit:
        pen.oval(338, 510, 84, 140, mix(room.wall, LAMP, 12))
        pen.oval(338, 510, 54, 92, mix(room.wall, LAMP, 26))
    pen.box(334, 540, 8, 62, room.shade(60))
    pen.poly(((312, 548), (326, 470), (350, 470), (364, 548)), LAMP if lit else mix(linen, room.wall, 20))
    pen.panel(830, 170, 160, 590, mix(wood, "#000000", 12), 2)
    return pen.shapes


def bathroom(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A bath with its curtain, a basin under the mirror, a towel."""
    pen = Pen(frame)
    white, steel = mix(room.wall, "#ffffff", 72), mix(room.wall, "#40505a", 46)
    cloth = room.sky.lit(rng.pick(("#d9886a", "#6a9fc0", "#c9b04a", "#9a7fb5")))
    pen.add(lamp_glow(frame, room, frame.x(690), frame.y(130)))
    pen.box(590, 180, 200, 300, steel, corner=30)
    pen.box(602, 198, 176, 264, mix(room.sky.low, "#ffffff", 40), corner=24)
    pen.poly(((640, 210), (690, 210), (630, 440), (606, 440)), mix(room.sky.low, "#ffffff", 66))
    pen.box(640, 130, 100, 34, LAMP if room.sky.time in ("night", "dusk") else white, corner=14)
    pen.box(560, 560, 260, 34, white, corner=14)
    pen.oval(690, 594, 110, 62, white)
    pen.box(668, 640, 44, 130, mix(white, "#000000", 12))
    pen.box(684, 506, 12, 58, steel)
    pen.box(684, 506, 46, 12, steel)
    pen.box(870, 330, 110, 12, steel)
    pen.box(884, 336, 80, 230, cloth)
    pen.box(884, 520, 80, 16, mix(cloth, "#ffffff", 46))
    pen.box(30, 130, 480, 12, steel)
    for number in range(5):
        fill = mix(cloth, "#ffffff", 58 if number % 2 else 48)
        pen.poly(
            ((40 + number * 34, 140), (74 + number * 34, 140), (70 + number * 30, 640), (40 + number * 30, 640)), fill
        )
    pen.box(30, 590, 500, 36, white, corner=14)
    pen.poly(((44, 620), (516, 620), (480, 800), (84, 800)), mix(white, "#000000", 5))
    pen.box(440, 480, 14, 112, steel)
    pen.box(400, 480, 54, 14, steel)
    return pen.shapes


HOMES: dict[str, Callable[[Frame, Room, SeededRandom], list[Shape]]] = {
    "kitchen": kitchen,
    "bedroom": bedroom,
    "bathroom": bathroom,
}
