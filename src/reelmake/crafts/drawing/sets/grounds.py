"""Drawn outdoor sets built by people: a roof, a tram stop, a bridge, a courtyard, a park."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.pen import Pen
from reelmake.crafts.drawing.sets.shapes import Frame, Shape
from reelmake.crafts.drawing.sets.sky import Sky
from reelmake.kernel.seeded import SeededRandom

_LAMP = "#ffd98a"


def _skyline(pen: Pen, sky: Sky, rng: SeededRandom, low: int, foot: int, far: int) -> None:
    """Draw distant houses; some of their windows are lit at night."""
    x = -20
    while x < 1000:
        width, top = rng.between(50, 110), low - rng.between(0, 120)
        fill = sky.far("#6f6b7c", far)
        pen.box(x, top, width + 1, foot - top, fill)
        glass = _LAMP if sky.time in ("night", "dusk") else mix(fill, "#ffffff", 22)
        for number in range(rng.between(1, 5)):
            pen.box(x + 12 + (number % 2) * 24, top + 24 + number * 26, 9, 13, mix(glass, fill, 30))
        x += width


def _lantern(pen: Pen, sky: Sky, x: int, top: int, foot: int) -> None:
    lit = sky.time in ("night", "dusk")
    if lit:
        pen.disc(x, top, 74, mix(sky.low, _LAMP, 20))
        pen.disc(x, top, 44, mix(sky.low, _LAMP, 46))
    pen.box(x - 3, top, 7, foot - top, sky.lit("#2f3138"))
    pen.disc(x, top, 20, _LAMP if lit else sky.lit("#e5e2d6"))


def roof(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Chimneys, a water tank and a parapet above the town."""
    pen = Pen(frame)
    _skyline(pen, sky, rng, 560, 700, 58)
    _skyline(pen, sky, rng, 640, 760, 34)
    brick, flat, iron = sky.lit("#8a5648"), sky.lit("#77737a"), sky.lit("#3c3b45")
    pen.box(0, 690, 1000, 310, flat)
    pen.box(0, 660, 1000, 52, mix(flat, "#000000", 22))
    pen.box(0, 648, 1000, 16, mix(flat, "#ffffff", 16))
    for y in (770, 850, 940):
        pen.box(0, y, 1000, 4, mix(flat, "#000000", 12))
    left = rng.between(0, 1) == 0
    x = 90 if left else 720
    pen.bars(x, 500, 150, 180, 4, 9, iron)
    pen.box(x - 10, 330, 170, 180, sky.lit("#7d6248"))
    pen.rungs(x - 10, 360, 170, 120, 3, 7, iron)
    pen.poly(((x - 24, 332), (x + 75, 250), (x + 174, 332)), iron)
    for other in (560, 700) if left else (150, 290):
        tall = rng.between(150, 230)
        pen.box(other, 690 - tall, 84, tall + 40, brick)
        pen.box(other - 8, 680 - tall, 100, 26, mix(brick, "#000000", 26))
        for pot in (14, 48):
            pen.box(other + pot, 640 - tall, 22, 44, mix(brick, "#e8a080", 24))
    mast = 880 if left else 480
    pen.box(mast, 380, 5, 310, iron)
    pen.rungs(mast - 34, 390, 72, 80, 4, 5, iron)
    return pen.shapes


def tram_stop(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """A tram stop: a shelter with a bench and a sign, rails in the paving, wires above."""
    pen = Pen(frame)
    _skyline(pen, sky, rng, 470, 700, 42)
    pave, iron, glass = sky.lit("#7a777c"), sky.lit("#33404a"), sky.far("#a9c4cc", 30)
    lit = sky.time in ("night", "dusk")
    pen.box(0, 690, 1000, 310, pave)
    pen.box(0, 800, 1000, 14, mix(pave, "#ffffff", 26))
    pen.box(0, 814, 1000, 186, mix(pave, "#000000", 26))
    for y in (852, 920):
        pen.box(0, y, 1000, 9, mix(pave, "#e5edf2", 36))
        pen.box(0, y + 9, 1000, 5, mix(pave, "#000000", 50))
    for y in (110, 150):
        pen.box(0, y, 1000, 3, sky.lit("#22242c"))
    pen.box(300, 340, 480, 420, mix(glass, _LAMP, 42) if lit else glass)
    pen.bars(300, 340, 480, 430, 4, 10, iron)
    pen.box(270, 312, 540, 40, iron)
    pen.box(270, 300, 540, 14, sky.lit(rng.pick(("#c0483c", "#2f7f9f", "#3f8f5a", "#d0942f"))))
    pen.box(340, 640, 250, 20, sky.lit("#a5784a"))
    for x in (356, 560):
        pen.box(x, 660, 14, 100, iron)
    pen.box(640, 420, 110, 200, mix("#f4ead0", sky.low, 12))
    pen.box(652, 436, 86, 76, sky.lit("#4f8fa8"))
    pen.rungs(652, 530, 86, 70, 4, 7, mix("#6a6a70", sky.low, 20))
    pen.box(146, 250, 11, 520, iron)
    pen.disc(151, 250, 62, sky.lit("#d8a52f"))
    pen.disc(151, 250, 44, mix("#fff6e0", sky.low, 8))
    pen.box(131, 236, 40, 28, sky.lit("#2f3138"), corner=8)
    _lantern(pen, sky, 900, 240, 770)
    return pen.shapes


def bridge(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """A bridge on arches over a river, seen from its railing."""
    pen = Pen(frame)
    _skyline(pen, sky, rng, 500, 580, 64)
    water, stone, iron = sky.far("#3f6f86", 18), sky.far("#8f8478", 14), sky.lit("#3a3f4a")
    pen.box(0, 570, 1000, 430, water)
    for number in range(18):
        pen.box(rng.between(0, 960), 620 + number * 12, rng.between(20, 70), 4, mix(water, sky.low, 52))
    pen.poly(((0, 430), (500, 372), (1000, 430), (1000, 640), (0, 640)), stone)
    pen.poly(((0, 418), (500, 360), (1000, 418), (1000, 440), (500, 382), (0, 440)), mix(stone, "#ffffff", 20))
    for x in (40, 290, 540, 790):
        pen.arch(x, 470, 180, 190, mix(water, sky.low, 26))
        pen.box(x, 640, 180, 30, mix(water, sky.low, 26))
    for x in (230, 480, 730):
        pen.box(x, 470, 60, 210, mix(stone, "#000000", 14))
    for x in (120, 500, 880):
        _lantern(pen, sky, x, 270, 410)
    deck = sky.lit("#6f6a70")
    pen.box(0, 850, 1000, 150, deck)
    pen.bars(-10, 720, 1020, 140, 26, 9, iron)
    pen.box(0, 706, 1000, 22, iron)
    pen.box(0, 842, 1000, 14, mix(iron, "#000000", 20))
    return pen.shapes


def courtyard(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Walls on three sides with rows of windows, washing on a line, a door and a tree in a tub."""
    pen = Pen(frame)
    wall = sky.lit(rng.pick(("#c9a27a", "#b9a99a", "#a8a48c", "#c08f7a")))
    ground, glass = sky.lit("#8d867c"), _LAMP if sky.time in ("night", "dusk") else sky.lit("#5f7888")
    pen.box(200, 150, 600, 560, wall)
    pen.box(200, 140, 600, 18, mix(wall, "#000000", 30))
    for row in range(3):
        for number in range(5):
            x, y = 236 + number * 112, 200 + row * 140
            pen.box(x - 6, y - 6, 72, 96, mix(wall, "#ffffff", 30))
            pen.box(x, y, 60, 84, glass if rng.between(0, 3) else mix(glass, "#22283a", 70))
            pen.box(x + 28, y, 4, 84, mix(wall, "#ffffff", 30))
    pen.poly(((0, 0), (200, 150), (200, 710), (0, 860)), mix(wall, "#101322", 30))
    pen.poly(((1000, 0), (800, 150), (800, 710), (1000, 860)), mix(wall, "#101322", 20))
    for x, shade in ((50, 52), (120, 44)):
        pen.poly(((x, 240 - x // 3), (x + 50, 262 - x // 3), (x + 50, 420), (x, 424)), mix(wall, "#101322", shade))
        pen.poly(
            ((950 - x, 262 - x // 3), (1000 - x, 240 - x // 3), (1000 - x, 424), (950 - x, 420)),
            mix(wall, "#101322", shade),
        )
    pen.poly(((200, 708), (800, 708), (1000, 860), (1000, 1000), (0, 1000), (0, 860)), ground)
    for number in range(5):
        pen.box(0, 760 + number * 50, 1000, 3, mix(ground, "#000000", 14))
    pen.arch(450, 540, 100, 170, mix(wall, "#1a1410", 66))
    pen.box(180, 330, 640, 3, sky.lit("#e9e4d8"))
    for number in range(6):
        fill = sky.lit(rng.pick(("#efe9dc", "#7fa3c0", "#c0605a", "#d9b35a", "#8fae7f")))
        pen.box(250 + number * 84, 332, rng.between(36, 62), rng.between(60, 120), fill)
    pen.box(660, 660, 90, 80, sky.lit("#8a4f3a"))
    pen.box(700, 560, 12, 104, sky.lit("#4f3b2c"))
    for x, y, r in ((706, 520, 82), (660, 560, 56), (750, 556, 58)):
        pen.disc(x, y, r, sky.lit("#4f7a48"))
    return pen.shapes


def park(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Round trees, a path, a bench, flower beds and a lantern."""
    pen = Pen(frame)
    grass, leaf, path = sky.lit("#7a9a52"), sky.lit(rng.pick(("#4f7a45", "#5f8040", "#3f7058"))), sky.lit("#d9c49a")
    for number in range(9):
        pen.disc(number * 130 - 30, 560 + rng.between(-20, 20), rng.between(90, 140), sky.far("#5a7f58", 54))
    pen.box(0, 600, 1000, 400, mix(grass, sky.low, 12))
    pen.box(0, 700, 1000, 300, grass)
    pen.poly(((450, 604), (510, 604), (760, 1000), (120, 1000)), path)
    for x in (90, 290, 700, 910):
        base, size = 690 + rng.between(-20, 30), rng.between(100, 140)
        pen.box(x - 10, base - 190, 20, 200, sky.lit("#5a4030"))
        for across, up, part in ((0, 290, 100), (-50, 220, 76), (52, 226, 78)):
            pen.disc(x + across, base - up, size * part // 100, leaf)
        pen.disc(x - 20, base - 330, size * 44 // 100, mix(leaf, "#fff2b0", 16))
    pen.rungs(600, 690, 240, 72, 3, 16, sky.lit("#9a6a40"))
    for x in (616, 810):
        pen.box(x, 690, 12, 124, sky.lit("#33363c"))
    pen.box(590, 768, 260, 16, sky.lit("#b07c4c"))
    for _ in range(26):
        x, y = rng.between(20, 250), rng.between(800, 900)
        pen.disc(x, y, rng.between(8, 13), sky.lit(rng.pick(("#d9605a", "#f0c04a", "#e8e0ea", "#b070b0"))))
    _lantern(pen, sky, 420, 380, 720)
    return pen.shapes


GROUNDS: dict[str, Callable[[Frame, Sky, SeededRandom], list[Shape]]] = {
    "roof": roof,
    "stop": tram_stop,
    "bridge": bridge,
    "courtyard": courtyard,
    "park": park,
}
