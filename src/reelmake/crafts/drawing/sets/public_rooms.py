"""Drawn public rooms: a shop, a workshop, an auditorium, a church, a hospital, a classroom, a cell."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.corridors import CORRIDORS
from reelmake.crafts.drawing.sets.pen import Pen
from reelmake.crafts.drawing.sets.rooms import LAMP, Room, lamp, window
from reelmake.crafts.drawing.sets.shapes import Frame, Shape
from reelmake.kernel.seeded import SeededRandom

_GOODS = ("#b5675a", "#7aa08a", "#c9a05a", "#6f8fb5", "#e0d3b5", "#9a6f9a")


def shop(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """Shelves of goods, a till on the counter, a striped awning over the shop window."""
    pen = Pen(frame)
    awning, wood = room.sky.lit(rng.pick(("#b5483e", "#3f7f6a", "#3f6a9f"))), room.wood
    pen.add(window(frame, room, frame.x(60), frame.y(240), frame.x(270), frame.y(330)))
    for number in range(8):
        left = 30 + number * 41
        fill = awning if number % 2 else mix(awning, "#ffffff", 76)
        pen.poly(((left, 150), (left + 41, 150), (left + 45, 250), (left - 4, 250)), fill)
    pen.box(400, 120, 570, 460, mix(wood, "#000000", 30))
    for row in range(4):
        y = 230 + row * 112
        x = 414
        while x < 925:
            width, tall = rng.between(22, 46), rng.between(46, 92)
            fill = mix(room.sky.lit(rng.pick(_GOODS)), room.wall, 14)
            pen.box(x, y - tall, width, tall, fill, corner=6)
            pen.box(x, y - tall * 6 // 10, width, tall // 4, mix(fill, "#ffffff", 46))
            x += width + rng.between(4, 12)
        pen.box(400, y, 570, 14, mix(wood, "#ffffff", 14))
    pen.box(330, 610, 670, 190, mix(wood, "#000000", 12))
    pen.box(320, 590, 690, 30, mix(wood, "#ffffff", 30))
    pen.poly(((820, 590), (836, 500), (930, 500), (946, 590)), room.shade(56))
    pen.box(846, 470, 74, 44, mix(room.shade(40), "#9fe0c8", 40))
    pen.oval(450, 560, 56, 22, mix(wood, "#ffffff", 20))
    for x in (426, 452, 476):
        pen.disc(x, 545, 24, room.sky.lit("#c0483c" if x != 452 else "#d9a52f"))
    return pen.shapes


def workshop(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """Tools on a board, a bench with a vice, drawers, a lamp on an arm."""
    pen = Pen(frame)
    board, iron, wood = mix(room.wood, "#d9b98a", 40), room.sky.lit("#4a4f58"), mix(room.wood, "#ffffff", 22)
    pen.add(window(frame, room, frame.x(60), frame.y(170), frame.x(200), frame.y(230)))
    pen.box(310, 140, 480, 330, board)
    for number in range(60):
        pen.disc(326 + (number % 12) * 41, 166 + number // 12 * 70, 3, mix(board, "#000000", 26))
    pen.box(350, 190, 18, 170, mix(wood, "#000000", 10))
    pen.box(326, 180, 68, 40, iron)
    pen.poly(((430, 200), (560, 180), (560, 226)), mix(iron, "#ffffff", 50))
    pen.box(556, 184, 36, 40, wood)
    for number in range(5):
        tall = 130 - number * 16
        pen.box(630 + number * 30, 190, 10, tall, mix(iron, "#ffffff", 30))
        pen.box(626 + number * 30, 190, 18, 50, room.sky.lit(rng.pick(("#c0483c", "#d9a52f", "#3f7f9f"))), corner=6)
    pen.disc(470, 380, 50, iron)
    pen.disc(470, 380, 30, board)
    for column in range(3):
        for row in range(5):
            pen.box(836 + column * 46, 190 + row * 68, 42, 60, mix(wood, "#000000", 16 + 6 * ((row + column) % 2)))
            pen.disc(857 + column * 46, 222 + row * 68, 6, mix(wood, "#ffffff", 40))
    pen.box(40, 590, 920, 34, wood)
    pen.box(40, 624, 920, 20, mix(wood, "#000000", 30))
    for x in (70, 880):
        pen.box(x, 640, 50, 180, mix(wood, "#000000", 24))
    pen.box(130, 660, 720, 20, mix(wood, "#000000", 36))
    pen.box(160, 520, 110, 72, iron)
    pen.box(190, 490, 50, 34, mix(iron, "#ffffff", 18))
    pen.box(150, 540, 130, 12, mix(iron, "#000000", 30))
    lit = room.sky.time in ("night", "dusk")
    if lit:
        pen.poly(((540, 470), (600, 456), (720, 590), (480, 590)), mix(room.wall, LAMP, 34))
    pen.poly(((640, 590), (652, 590), (700, 470), (690, 464)), iron)
    pen.poly(((690, 464), (700, 470), (590, 400), (584, 410)), iron)
    pen.poly(((560, 390), (600, 400), (610, 470), (530, 462)), room.sky.lit("#c0483c"))
    pen.oval(570, 466, 40, 10, LAMP if lit else mix(iron, "#ffffff", 50))
    for number in range(4):
        pen.disc(360 + number * 40, 574, 14, mix(iron, LAMP, 40))
    return pen.shapes


def auditorium(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A stage or screen between curtains, seen over rows of seats."""
    pen = Pen(frame)
    plush = room.sky.lit(rng.pick(("#a8323e", "#8a3350", "#3f5fa0")))
    glow_of = mix("#f4ead0", room.wall, 12)
    pen.box(0, 0, 1000, 1000, room.shade(46))
    pen.poly(((500, 0), (190, 150), (810, 150)), room.shade(36))
    pen.box(170, 130, 660, 400, mix(room.wood, "#d9a54a", 46))
    pen.box(190, 156, 620, 374, glow_of)
    pen.box(190, 156, 620, 250, mix(glow_of, "#9fc0d9", 26))
    pen.oval(500, 520, 250, 44, mix(glow_of, "#ffffff", 40))
    for side in (0, 1):
        for number in range(6):
            x = 190 + number * 22 if side == 0 else 788 - number * 22
            foot = 530 - number * 30
            pen.box(x, 156, 23, foot - 156, mix(plush, "#000000", 10 + 16 * (number % 2)))
    for number in range(9):
        pen.oval(226 + number * 69, 160, 40, 50, mix(plush, "#000000", 8 + 12 * (number % 2)))
    pen.box(150, 110, 700, 34, mix(room.wood, "#d9a54a", 60))
    pen.box(120, 530, 760, 50, mix(room.wood, "#000000", 20))
    for x in (60, 940):
        pen.disc(x, 300, 60, mix(room.shade(46), LAMP, 26))
        pen.disc(x, 300, 26, LAMP)
    for row in range(5):
        y, step = 600 + row * 74, 66 + row * 14
        for number in range(-9, 10):
            x = 500 + number * step + (step // 2 if row % 2 else 0)
            fill = mix(plush, "#05060c", 44 - row * 7)
            pen.box(x - step * 42 // 100, y, step * 84 // 100, 130, fill, corner=22)
        pen.box(0, y + 66, 1000, 90, mix(room.shade(46), "#05060c", 40 - row * 4))
    return pen.shapes


def church(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """Pointed windows of coloured glass, an altar with candles, pews on both sides of the aisle."""
    pen = Pen(frame)
    bright = 6 if room.sky.time != "night" else 52
    for x in (40, 210, 690, 860):
        pen.poly(((x - 12, 560), (x - 12, 260), (x + 50, 120), (x + 112, 260), (x + 112, 560)), room.shade(20))
        pen.poly(((x, 548), (x, 264), (x + 50, 144), (x + 100, 264), (x + 100, 548)), room.shade(60))
        for row in range(5):
            for column in range(3):
                fill = mix(rng.pick(("#c0483c", "#3f7fb5", "#d9a52f", "#4f9f6a", "#8a5fa8")), "#0b1029", bright)
                pen.box(x + 6 + column * 31, 270 + row * 55, 27, 50, fill)
        pen.poly(((x + 10, 262), (x + 50, 166), (x + 90, 262)), mix("#d9b35a", "#0b1029", bright))
    pen.poly(((350, 745), (350, 240), (500, 70), (650, 240), (650, 745)), room.shade(18))
    pen.poly(((372, 745), (372, 256), (500, 110), (628, 256), (628, 745)), mix(room.wall, "#ffffff", 14))
    gold = mix("#d9a52f", room.wall, 20)
    pen.box(490, 250, 20, 200, gold)
    pen.box(450, 300, 100, 26, gold)
    pen.box(410, 590, 180, 110, mix(room.wall, "#ffffff", 60))
    pen.box(396, 576, 208, 22, gold)
    for x in (424, 460, 530, 566):
        pen.disc(x, 506, 24, mix(room.wall, LAMP, 50))
        pen.box(x - 4, 516, 8, 60, "#f6efdc")
        pen.oval(x, 506, 5, 12, "#ffc95a")
    carpet = room.sky.lit("#9a3440")
    pen.poly(((440, 720), (560, 720), (680, 1000), (320, 1000)), carpet)
    for row in range(4):
        y, inner, wood = 700 + row * 78, 410 - row * 42, mix(room.wood, "#000000", row * 6)
        for left, right in ((0, inner), (1000 - inner, 1000)):
            pen.box(left, y, right - left, 26, mix(wood, "#ffffff", 20))
            pen.box(left, y + 26, right - left, 60, wood)
    return pen.shapes


def hospital(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A bed on wheels, a monitor, a drip, a curtain on its rail."""
    pen = Pen(frame)
    white, steel = mix(room.wall, "#ffffff", 70), mix(room.wall, "#50606a", 46)
    cloth = room.sky.lit(rng.pick(("#7fb5a8", "#8fa8cc", "#c9b58f")))
    pen.box(0, 560, 1000, 16, mix(room.wall, "#3f8f7f", 50))
    pen.add(window(frame, room, frame.x(650), frame.y(160), frame.x(240), frame.y(290)))
    pen.box(0, 100, 420, 12, steel)
    for number in range(8):
        pen.box(number * 30, 110, 31, 600, mix(cloth, "#000000" if number % 2 else "#ffffff", 8))
    pen.box(440, 230, 130, 120, room.shade(76), corner=12)
    pen.box(450, 244, 110, 92, "#10241f")
    beat = ((452, 292), (484, 292), (494, 262), (504, 320), (514, 292), (556, 292))
    pen.poly((*beat, *((x, y + 7) for x, y in reversed(beat))), "#5fe0a0")
    pen.box(500, 350, 10, 240, steel)
    pen.box(600, 180, 6, 500, steel)
    pen.box(580, 180, 46, 8, steel)
    pen.box(584, 200, 34, 80, mix("#d9ecf2", room.wall, 20), corner=10)
    pen.box(290, 480, 18, 260, steel)
    pen.box(800, 540, 16, 200, steel)
    pen.box(290, 640, 526, 24, steel)
    pen.box(306, 590, 494, 60, white)
    pen.box(318, 540, 130, 62, mix(white, "#ffffff", 60), corner=26)
    pen.poly(((450, 582), (800, 574), (806, 676), (440, 676)), cloth)
    pen.poly(((450, 582), (500, 580), (490, 676), (440, 676)), mix(cloth, "#ffffff", 50))
    for x in (320, 790):
        pen.disc(x, 764, 22, room.shade(70))
    pen.box(870, 560, 90, 190, white)
    pen.rungs(870, 570, 90, 150, 3, 5, steel)
    pen.box(470, 120, 70, 70, mix("#ffffff", room.wall, 12), corner=12)
    pen.box(496, 130, 18, 50, room.sky.lit("#c9433f"))
    pen.box(482, 146, 46, 18, room.sky.lit("#c9433f"))
    return pen.shapes


def classroom(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """A blackboard, a clock, a globe on the teacher's desk, and desks in rows."""
    pen = Pen(frame)
    wood, slate, chalk = mix(room.wood, "#ffffff", 22), mix("#2f5546", room.wall, 12), "#e9efe6"
    pen.add(window(frame, room, frame.x(30), frame.y(180), frame.x(150), frame.y(300)))
    pen.box(240, 150, 560, 330, wood)
    pen.box(254, 168, 532, 294, slate)
    for row in range(4):
        for number in range(rng.between(3, 5)):
            pen.box(284 + number * 74, 210 + row * 48, rng.between(30, 62), 7, mix(slate, chalk, 60))
    pen.poly(((640, 420), (700, 300), (760, 420), (748, 420), (700, 324), (652, 420)), mix(slate, chalk, 70))
    pen.box(640, 414, 120, 8, mix(slate, chalk, 70))
    pen.box(254, 462, 532, 18, mix(wood, "#ffffff", 20))
    pen.disc(880, 220, 62, room.shade(60))
    pen.disc(880, 220, 52, "#f4f0e4")
    pen.box(877, 176, 5, 48, "#22242c")
    pen.box(880, 218, 24, 6, "#22242c")
    pen.box(400, 590, 300, 140, mix(wood, "#000000", 16))
    pen.box(386, 574, 328, 22, wood)
    pen.disc(450, 520, 44, room.sky.lit("#4f8fc0"))
    pen.oval(444, 508, 14, 22, room.sky.lit("#6fae5a"))
    pen.box(446, 556, 8, 20, room.shade(70))
    for row in range(3):
        y, step = 700 + row * 96, 210 + row * 46
        for number in (-2, -1, 0, 1, 2):
            x = 500 + number * step
            pen.box(x - 78, y, 156, 24 + row * 4, mix(wood, "#ffffff", 8 + row * 4))
            pen.box(x - 78, y + 24, 156, 14, mix(wood, "#000000", 26))
            for leg in (-66, 56):
                pen.box(x + leg, y + 36, 10, 90, room.shade(66))
    return pen.shapes


def cell(frame: Frame, room: Room, rng: SeededRandom) -> list[Shape]:
    """Bare blocks, a barred window high up, a bunk on chains, a steel door."""
    pen = Pen(frame)
    line, iron = room.shade(16), room.sky.lit("#454a52")
    for row in range(8):
        pen.box(0, row * 93, 1000, 4, line)
        for number in range(9):
            pen.box(number * 125 + (62 if row % 2 else 0), row * 93, 3, 93, line)
    x = rng.pick((380, 430, 470))
    if room.sky.time != "night":
        light = mix(room.wall, "#fff2cc", 20)
        pen.poly(((x, 260), (x + 160, 260), (x + 60, 745), (x - 180, 745)), light)
    pen.box(x - 14, 120, 188, 160, room.shade(40))
    pen.box(x, 136, 160, 128, mix(room.sky.top, room.sky.low, 60))
    pen.bars(x, 136, 160, 128, 5, 12, iron)
    pen.box(700, 200, 220, 560, iron)
    pen.box(716, 220, 188, 540, mix(iron, "#ffffff", 14))
    pen.box(760, 290, 100, 60, mix(iron, "#000000", 40))
    pen.bars(760, 290, 100, 60, 4, 8, mix(iron, "#ffffff", 30))
    pen.box(730, 520, 30, 60, mix(iron, "#000000", 30))
    for y in (250, 460, 700):
        pen.disc(728, y, 7, mix(iron, "#000000", 40))
    pen.box(40, 610, 330, 26, iron)
    pen.box(46, 566, 318, 46, room.sky.lit("#8a8672"), corner=14)
    pen.box(52, 538, 84, 44, room.sky.lit("#cfcab8"), corner=18)
    pen.poly(((60, 430), (68, 430), (350, 612), (340, 616)), iron)
    for number in range(9):
        pen.box(180 + number * 15, 330, 4, 50, room.shade(50))
    pen.poly(((238, 372), (242, 380), (180, 336), (184, 330)), room.shade(50))
    return pen.shapes + lamp(frame, room, frame.x(620), frame.y(60))


PUBLIC_ROOMS: dict[str, Callable[[Frame, Room, SeededRandom], list[Shape]]] = {
    **CORRIDORS,
    "shop": shop,
    "workshop": workshop,
    "auditorium": auditorium,
    "church": church,
    "hospital": hospital,
    "classroom": classroom,
    "cell": cell,
}
