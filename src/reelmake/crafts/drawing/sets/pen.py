"""A pen that draws in thousandths of the picture, so that the code of a set reads like a list of its objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.sets import shapes
from reelmake.crafts.drawing.sets.shapes import Frame, Shape


class Pen:
    """Collects shapes. Places and sizes are in thousandths of the width and height; radii, of the smaller side."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shapes: list[Shape] = []

    def box(self, x: int, y: int, width: int, height: int, fill: str, *, corner: int = 0) -> None:
        left, top = self.frame.x(x), self.frame.y(y)
        wide, tall = max(1, self.frame.x(x + width) - left), max(1, self.frame.y(y + height) - top)
        if corner:
            self.shapes.append(shapes.rounded(left, top, wide, tall, self.frame.s(corner), fill))
        else:
            self.shapes.append(shapes.rect(left, top, wide, tall, fill))

    def poly(self, points: Iterable[tuple[int, int]], fill: str) -> None:
        self.shapes.append(shapes.polygon([(self.frame.x(x), self.frame.y(y)) for x, y in points], fill))

    def disc(self, x: int, y: int, radius: int, fill: str) -> None:
        self.shapes.append(shapes.circle(self.frame.x(x), self.frame.y(y), max(1, self.frame.s(radius)), fill))

    def oval(self, x: int, y: int, rx: int, ry: int, fill: str) -> None:
        sizes = max(1, self.frame.x(rx)), max(1, self.frame.y(ry))
        self.shapes.append(shapes.ellipse(self.frame.x(x), self.frame.y(y), *sizes, fill))

    def arch(self, x: int, y: int, width: int, height: int, fill: str) -> None:
        left, top, wide = self.frame.x(x), self.frame.y(y), self.frame.x(width)
        self.shapes.append(shapes.arch(left, top, wide, max(self.frame.y(height), wide // 2), fill))

    def bars(self, x: int, y: int, width: int, height: int, count: int, thick: int, fill: str) -> None:
        """Draw ``count`` vertical bars, evenly spaced."""
        for number in range(count):
            self.box(x + number * (width - thick) // max(1, count - 1), y, thick, height, fill)

    def rungs(self, x: int, y: int, width: int, height: int, count: int, thick: int, fill: str) -> None:
        """Draw ``count`` horizontal bars, evenly spaced."""
        for number in range(count):
            self.box(x, y + number * (height - thick) // max(1, count - 1), width, thick, fill)

    def panel(self, x: int, y: int, width: int, height: int, fill: str, count: int) -> None:
        """Draw the front of a cupboard with ``count`` doors side by side."""
        self.box(x, y, width, height, fill)
        each = width // count
        for number in range(count):
            left = x + number * each
            self.box(left + 6, y + 14, each - 12, height - 28, mix(fill, "#ffffff", 9))
            self.disc(left + each - 14, y + height // 2, 6, mix(fill, "#000000", 40))

    def add(self, more: Sequence[Shape]) -> None:
        self.shapes.extend(more)
