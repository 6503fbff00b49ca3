"""Drawn outdoor sets: a town, hills, a wood, a coast, mountains, a village."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets.grounds import GROUNDS
from reelmake.crafts.drawing.sets.shapes import (
    Frame,
    Shape,
    arch,
    circle,
    ellipse,
    polygon,
    rect,
    ridge,
    rolling,
    rounded,
)
from reelmake.crafts.drawing.sets.sky import Sky
from reelmake.kernel.seeded import SeededRandom

_LANDS = ("#5d7a4a", "#7a7a45", "#4d7465", "#8a7550", "#6a7f5e", "#4a6f7a", "#7d6a5a")
_WALLS = ("#8d7f74", "#7b8591", "#a08a74", "#6f7b86", "#96776b", "#877f97", "#6d8583")
_ROOFS = ("#a5543f", "#7a4a42", "#5a5f78", "#8a6240", "#6b4f5d")
_LAMP = "#ffd98a"


def town(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Rows of buildings, their windows lit in the dark, above a street."""
    shapes: list[Shape] = []
    wall = rng.pick(_WALLS)
    for row, (far, low, high) in enumerate(((62, 330, 480), (34, 400, 560), (6, 470, 640))):
        x = -frame.s(rng.between(0, 90))
        while x < frame.width:
            width = frame.s(rng.between(110 + 30 * row, 200 + 40 * row))
            top = frame.y(rng.between(low, high))
            fill = sky.far(mix(wall, rng.pick(_WALLS), 40), far)
            shapes.append(rect(x, top, width + 1, frame.y(760) - top, fill))
            shapes += _roof_line(frame, rng, x, top, width, fill)
            if row:
                shapes += _windows(frame, sky, rng, (x, top, width), fill)
            x += width
    street = sky.lit("#5b5a60")
    shapes.append(rect(0, frame.y(740), frame.width, frame.height, street))
    shapes.append(rect(0, frame.y(740), frame.width, frame.y(26), mix(street, "#ffffff", 14)))
    for step in range(-1, 6):
        x = frame.x(step * 220 + 30)
        shapes.append(polygon(_dash(frame, x), mix(street, "#ffffff", 24)))
    return shapes


def _dash(frame: Frame, x: int) -> list[tuple[int, int]]:
    y, height, width, lean = frame.y(868), frame.y(18), frame.x(96), frame.x(12)
    return [(x, y), (x + width, y), (x + width - lean, y + height), (x - lean, y + height)]


def _roof_line(frame: Frame, rng: SeededRandom, x: int, top: int, width: int, fill: str) -> list[Shape]:
    kind = rng.between(0, 4)
    if kind == 0:
        return [rect(x + width // 5, top - frame.s(34), width // 4, frame.s(36), fill)]
    if kind == 1:
        mast = x + width // 2
        return [rect(mast, top - frame.s(78), max(2, frame.s(4)), frame.s(80), fill)]
    if kind == 2:
        return [polygon(((x, top), (x + width // 2, top - frame.s(52)), (x + width, top)), fill)]
    return []


def _windows(frame: Frame, sky: Sky, rng: SeededRandom, wall: tuple[int, int, int], fill: str) -> list[Shape]:
    x, top, width = wall
    shapes: list[Shape] = []
    size, gap = frame.s(22), frame.s(46)
    dark = mix(fill, "#0d1020", 26)
    lit = mix(_LAMP, fill, 8) if sky.time in ("night", "dusk") else mix(fill, "#ffffff", 26)
    for y in range(top + frame.s(34), frame.y(690), gap * 5 // 4):
        for left in range(x + gap // 2, x + width - size, gap):
            shapes.append(rect(left, y, size, size * 4 // 3, lit if rng.between(0, 9) < 4 else dark))
    return shapes


def hills(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Rolling land in layers, with round trees and a road."""
    land = rng.pick(_LANDS)
    shapes: list[Shape] = []
    for far, level, swing in ((68, 520, 60), (46, 590, 50), (24, 660, 40), (4, 760, 26)):
        fill = sky.far(land, far)
        points = rolling(frame, rng, level=level, swing=swing, steps=rng.between(3, 5))
        shapes.append(ridge(points, frame.height, fill))
        for _ in range(rng.between(1, 3) if far < 60 else 0):
            x, y = rng.pick(points)
            radius = frame.s(rng.between(14, 30)) * (100 - far) // 60
            leaf = mix(fill, "#10201c", 28)
            shapes.append(
                rect(x - radius // 8, y - radius, max(2, radius // 4), radius * 5 // 4, mix(leaf, "#000000", 30))
            )
            shapes.append(ellipse(x, y - radius * 2, radius, radius * 5 // 4, leaf))
    road = mix(sky.lit("#cbb58f"), sky.low, 14)
    near, gone = frame.x(rng.between(250, 600)), frame.x(rng.between(420, 620))
    width = frame.x(230)
    d = (
        f"M{near},{frame.height}C{near + width},{frame.y(880)} {gone - width},{frame.y(820)} {gone},{frame.y(748)}"
        f"L{gone + frame.x(14)},{frame.y(748)}C{gone},{frame.y(826)} {near + 2 * width},{frame.y(880)} "
        f"{near + width * 3 // 2},{frame.height}Z"
    )
    return [*shapes, Shape(d, road)]


def wood(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Rows of firs, and trunks at the edges of the picture."""
    land = rng.pick(("#3f6651", "#4d6b45", "#35616a", "#5d6a3f"))
    shapes: list[Shape] = []
    for far, level, size in ((66, 560, 190), (42, 640, 250), (18, 730, 320)):
        fill = sky.far(land, far)
        step = frame.s(size // 4)
        for x in range(-step, frame.width + step, step):
            tall = frame.s(size + rng.between(-size // 4, size // 3))
            base, shift = frame.y(level + 26), rng.between(-step // 4, step // 4)
            for part in range(3):
                half = tall * (part + 2) // 13
                top = base - tall + tall * part * 26 // 100
                foot = base - tall + tall * (part * 26 + 44) // 100
                shapes.append(polygon(((x + shift, top), (x + shift + half, foot), (x + shift - half, foot)), fill))
        shapes.append(rect(0, frame.y(level), frame.width, frame.height, fill))
    ground = sky.far(mix(land, "#6b5a3c", 46), 2)
    shapes.append(ridge(rolling(frame, rng, level=800, swing=18, steps=4), frame.height, ground))
    for side in (30 + rng.between(0, 40), 880 + rng.between(0, 50)):
        trunk = sky.lit("#3a2f2c")
        left, width = frame.x(side), frame.s(64)
        d = f"M{left},0L{left + width},0L{left + width + frame.s(26)},{frame.height}L{left - frame.s(22)},{frame.height}Z"
        shapes.append(Shape(d, mix(trunk, sky.top, 14)))
    return shapes


def coast(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """The sea to the horizon, a headland with a light on it, and the beach."""
    water = sky.far(rng.pick(("#2f6f8f", "#2b7a80", "#3f6aa0", "#4b7f8f")), 12)
    horizon = frame.y(560)
    shapes = [rect(0, horizon, frame.width, frame.height - horizon, mix(water, sky.low, 40))]
    for step, part in enumerate((28, 14, 0)):
        y = frame.y(592 + step * 62)
        shapes.append(rect(0, y, frame.width, frame.height - y, mix(water, sky.low, part)))
    glint = mix(water, sky.low, 70)
    for _ in range(26):
        y = rng.between(566, 800)
        width = frame.s(20 + (y - 560) * rng.between(2, 5) // 10)
        shapes.append(rounded(frame.x(rng.between(0, 980)), frame.y(y), width, max(2, frame.s(4)), 2, glint))
    left = rng.between(0, 1) == 0
    rock = sky.far(rng.pick(("#5a5560", "#6b5a4f", "#4f5f5a")), 18)
    near, far, peak = (-40, 430, 120) if left else (1040, 570, 880)
    shapes.append(
        polygon(
            (
                (frame.x(near), frame.y(400)),
                (frame.x(peak), frame.y(428)),
                (frame.x((peak * 2 + far) // 3), frame.y(484)),
                (frame.x(far), frame.y(574)),
                (frame.x(near), frame.y(590)),
            ),
            rock,
        )
    )
    x, base, white = frame.x(peak), frame.y(430), mix(sky.lit("#efe6d8"), sky.low, 16)
    wide, tall = frame.s(20), frame.s(160)
    shapes.append(
        polygon(
            ((x - wide, base), (x + wide, base), (x + wide * 7 // 10, base - tall), (x - wide * 7 // 10, base - tall)),
            white,
        )
    )
    shapes.append(rect(x - wide * 8 // 10, base - tall * 6 // 10, wide * 16 // 10, tall // 5, sky.lit("#b5483e")))
    shapes.append(rect(x - wide * 6 // 10, base - tall - frame.s(24), wide * 12 // 10, frame.s(24), _LAMP))
    shapes.append(
        polygon(
            (
                (x - wide, base - tall - frame.s(22)),
                (x, base - tall - frame.s(50)),
                (x + wide, base - tall - frame.s(22)),
            ),
            sky.lit("#3b3a48"),
        )
    )
    sand = sky.far(rng.pick(("#d9bd8c", "#c9b39a", "#b9a78a")), 6)
    return [*shapes, ridge(rolling(frame, rng, level=830, swing=22, steps=3), frame.height, sand)]


def mountains(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Peaks with snow on them, above bare ground."""
    stone = rng.pick(("#6a6f86", "#7a6a70", "#5d7480", "#8a7468", "#a3785c"))
    shapes: list[Shape] = []
    for far, level, count in ((58, 300, 3), (34, 400, 4), (12, 520, 5)):
        fill = sky.far(stone, far)
        gap = frame.width // (count - 1)
        for step in range(count):
            x, y = step * gap + rng.between(-gap // 4, gap // 4), frame.y(level + rng.between(-60, 60))
            half, foot = gap * 3 // 4 + frame.s(60), frame.y(820)
            shapes.append(polygon(((x - half, foot), (x, y), (x + half, foot)), fill))
            shade = mix(fill, "#0d1020", 16)
            shapes.append(polygon(((x, y), (x + half, foot), (x + half // 6, foot)), shade))
            if far > 20:
                cap, side = (foot - y) // 5, half // 5
                points = (
                    (x - side, y + cap),
                    (x, y),
                    (x + side, y + cap),
                    (x + side // 3, y + cap * 3 // 4),
                    (x, y + cap),
                )
                shapes.append(polygon(points, mix(fill, "#ffffff", 58)))
    ground = sky.far(mix(stone, "#8a7a55", 50), 4)
    shapes.append(ridge(rolling(frame, rng, level=760, swing=30, steps=4), frame.height, ground))
    return shapes


def village(frame: Frame, sky: Sky, rng: SeededRandom) -> list[Shape]:
    """Houses with pitched roofs along a lane, hills behind."""
    land = rng.pick(_LANDS)
    shapes = [ridge(rolling(frame, rng, level=500, swing=50, steps=4), frame.height, sky.far(land, 60))]
    x = -frame.s(rng.between(0, 120))
    while x < frame.width:
        width, tall = frame.s(rng.between(210, 320)), frame.s(rng.between(170, 270))
        wall = sky.far(mix(rng.pick(_WALLS), "#efe2cc", rng.between(20, 60)), 14)
        roof, top, base = sky.far(rng.pick(_ROOFS), 12), frame.y(745) - tall, frame.y(750)
        shapes.append(rect(x, top, width, base - top, wall))
        peak = top - frame.s(rng.between(90, 150))
        eaves = frame.s(18)
        shapes.append(polygon(((x - eaves, top), (x + width // 2, peak), (x + width + eaves, top)), roof))
        glass = _LAMP if sky.time in ("night", "dusk") else mix(wall, "#33465a", 55)
        size = frame.s(40)
        for left in (x + width // 5, x + width * 4 // 5 - size):
            shapes.append(rect(left, top + size * 2 // 3, size, size * 5 // 4, glass))
        shapes.append(arch(x + width // 2 - size // 2, base - size * 2, size, size * 2, mix(roof, "#000000", 22)))
        shapes.append(circle(x + width // 2, (top + peak * 1) // 2 + frame.s(14), frame.s(13), glass))
        x += width + frame.s(rng.between(10, 120))
    lane = sky.far("#9c8a6c", 6)
    shapes.append(rect(0, frame.y(748), frame.width, frame.height, sky.far(land, 8)))
    shapes.append(ridge(rolling(frame, rng, level=815, swing=14, steps=3), frame.height, lane))
    return shapes


EXTERIORS: dict[str, Callable[[Frame, Sky, SeededRandom], list[Shape]]] = {
    **GROUNDS,
    "town": town,
    "hills": hills,
    "wood": wood,
    "coast": coast,
    "mountains": mountains,
    "village": village,
}
