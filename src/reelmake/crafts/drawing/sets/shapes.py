"""Flat shapes in whole pixels, of which drawn sets are made."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reelmake.crafts.drawing.colours import mix
from reelmake.kernel.seeded import SeededRandom

Point = tuple[int, int]


@dataclass(frozen=True)
class Shape:
    """A filled outline: an SVG path and its colour."""

    d: str
    fill: str


@dataclass(frozen=True)
class Frame:
    """The size of a picture. Its methods turn thousandths of that size into pixels."""

    width: int
    height: int

    def x(self, thousandths: int) -> int:
        """Return so many thousandths of the width."""
        return self.width * thousandths // 1000

    def y(self, thousandths: int) -> int:
        """Return so many thousandths of the height."""
        return self.height * thousandths // 1000

    def s(self, thousandths: int) -> int:
        """Return so many thousandths of the smaller side: sizes that suit wide and tall pictures alike."""
        return min(self.height, self.width) * thousandths // 1000


def rect(x: int, y: int, width: int, height: int, fill: str) -> Shape:
    return Shape(f"M{x},{y}h{width}v{height}h{-width}Z", fill)


def rounded(x: int, y: int, width: int, height: int, radius: int, fill: str) -> Shape:
    r = max(0, min(radius, width // 2, height // 2))
    corner = f"a{r},{r} 0 0 1 "
    d = (
        f"M{x + r},{y}h{width - 2 * r}{corner}{r},{r}v{height - 2 * r}{corner}{-r},{r}"
        f"h{2 * r - width}{corner}{-r},{-r}v{2 * r - height}{corner}{r},{-r}Z"
    )
    return Shape(d, fill)


def arch(x: int, y: int, width: int, height: int, fill: str) -> Shape:
    """Return a doorway with a round top."""
    half = width // 2
    return Shape(f"M{x},{y + height}V{y + half}a{half},{half} 0 0 1 {2 * half},0V{y + height}Z", fill)


def circle(x: int, y: int, radius: int, fill: str) -> Shape:
    return ellipse(x, y, radius, radius, fill)


def ellipse(x: int, y: int, rx: int, ry: int, fill: str) -> Shape:
    return Shape(f"M{x - rx},{y}a{rx},{ry} 0 1 0 {2 * rx},0a{rx},{ry} 0 1 0 {-2 * rx},0Z", fill)


def polygon(points: Iterable[Point], fill: str) -> Shape:
    return Shape("M" + "L".join(f"{x},{y}" for x, y in points) + "Z", fill)


def ridge(points: Sequence[Point], bottom: int, fill: str) -> Shape:
    """Return the area below a smooth line through ``points``, which must run from left to right."""
    d = f"M{points[0][0]},{bottom}L{points[0][0]},{points[0][1]}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) // 2
        d += f"C{middle},{y0} {middle},{y1} {x1},{y1}"
    return Shape(f"{d}L{points[-1][0]},{bottom}Z", fill)


def rolling(frame: Frame, rng: SeededRandom, *, level: int, swing: int, steps: int) -> list[Point]:
    """Return the points of a rolling line that varies by ``swing`` around ``level``, in thousandths of the height."""
    width = frame.width // steps
    return [(step * width - width // 2, frame.y(level + rng.between(-swing, swing))) for step in range(steps + 3)]


def faded(shapes: Iterable[Shape], colour: str, percent: int) -> tuple[Shape, ...]:
    """Return shapes of lower contrast: each fill mixed with ``percent`` of ``colour``."""
    return tuple(replace(shape, fill=mix(shape.fill, colour, percent)) for shape in shapes)
