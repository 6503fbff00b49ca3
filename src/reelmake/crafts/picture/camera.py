"""The camera: which part of a plate a shot shows, from its first frame to its last.

A plate is 1.15 times as large as the output, so that the camera has room to move. Positions are whole numbers of
1/65536 pixel of the plate, because they are part of a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reelmake.documents.plate import plate_size
from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate

UNIT = 65_536
"""Units per pixel in which positions are counted."""
_MAX_ZOOM = Fraction(8, 100)
_USED_MARGIN = Fraction(9, 10)
_FRONT_LAYER_SPEED = Fraction(5, 4)
"""How many times as far the front layer moves as the plate."""
_MAX_SPEED = Fraction(24, 1000)
"""Widths of the picture per second: slow enough that nothing strobes at 24 frames a second."""
_MAX_ACCELERATION = Fraction(1, 40)
"""Pixels by which one step may be longer than the step before: a quarter of what a viewer may see (ADR 003), because
the front layer moves faster and encoding adds unevenness."""
_MAX_PAN_ACCELERATION = Fraction(1, 16)
"""The same for a pan, which is faster: it reaches full speed within two thirds of a second."""


@dataclass(frozen=True)
class PlateArea:
    """A part of the plate: its left edge, top edge and width in units. It has the output's aspect ratio."""

    left: int
    top: int
    width: int


@dataclass(frozen=True)
class CameraPath:
    """The camera's path over a plate: it accelerates, moves at constant speed on the screen, and slows to a stop."""

    start: PlateArea
    end: PlateArea
    ease: int = 0
    """The number of steps in which it accelerates; it slows down in as many."""

    @property
    def moves(self) -> bool:
        return self.start != self.end


def camera_path(move: Move, frames: int, rate: Rate, width: int, height: int) -> CameraPath:
    """Return the camera's path in ``frames`` frames: as far as the plate and the speed limit allow."""
    still = _centred_area(Fraction(width), width, height)
    steps = frames - 1
    if move is Move.STATIC or steps < 1:
        return CameraPath(still, still)
    limit = width * _MAX_SPEED / rate.value
    # In a zoom the edges move at half the speed of a pan: encoders predict blocks that shift, not blocks that grow.
    if move in (Move.PUSH_IN, Move.PULL_OUT):
        edge = Fraction(width, 2)
        speed, ease = _eased(limit / 2, edge * _MAX_ZOOM, steps, _MAX_ACCELERATION)
        wide = _centred_area(width * (1 + speed * (steps - ease) / edge), width, height)
        return CameraPath(wide, still, ease) if move is Move.PUSH_IN else CameraPath(still, wide, ease)
    plate_width, plate_height = plate_size(width, height)
    across = move in (Move.PAN_LEFT, Move.PAN_RIGHT)
    room = (plate_width - width if across else plate_height - height) * _USED_MARGIN
    # With an even number of easing steps the pan reaches whole pixels: only the easing frames need resampling.
    speed, ease = _eased(_even_step(limit), room, steps, _MAX_PAN_ACCELERATION, multiple=2)
    travel = int(_even_step(speed) * (steps - ease) * UNIT)
    first = travel // 2 // UNIT * UNIT
    before, after = _shifted(still, -first, across), _shifted(still, travel - first, across)
    if move in (Move.PAN_RIGHT, Move.TILT_DOWN):
        return CameraPath(before, after, ease)
    return CameraPath(after, before, ease)


def front_layer_path(path: CameraPath, width: int, height: int) -> CameraPath:
    """Return the camera's path over the front layer, which moves faster than the plate behind it: an effect of depth.

    Where the camera shows what a still camera would show, both layers are aligned: at the end of a push-in, in the
    middle of a pan. A pan by one pixel a frame becomes one by 1.25 pixels, which encoders predict equally well. Both
    paths have the same easing.
    """
    still = _centred_area(Fraction(width), width, height)
    return CameraPath(
        _front_layer_area(path.start, still, width, height),
        _front_layer_area(path.end, still, width, height),
        path.ease,
    )


def _front_layer_area(area: PlateArea, still: PlateArea, width: int, height: int) -> PlateArea:
    if area.width != still.width:
        return _centred_area(Fraction(area.width - still.width, UNIT) * _FRONT_LAYER_SPEED + width, width, height)
    return PlateArea(
        still.left + int((area.left - still.left) * _FRONT_LAYER_SPEED),
        still.top + int((area.top - still.top) * _FRONT_LAYER_SPEED),
        area.width,
    )


def _eased(wished: Fraction, room: Fraction, steps: int, gain: Fraction, multiple: int = 1) -> tuple[Fraction, int]:
    """Return the full speed in pixels a step, and the number of easing steps in which it is reached.

    Easing takes at most a third of the steps at either end; a short shot moves more slowly instead. A path of ``steps``
    steps, ``ease`` of them at each end, is as long as ``steps - ease`` steps at full speed.
    """
    longest = steps // 3 // multiple * multiple
    speed = min(wished, gain * (longest + 1), room / (steps - longest))
    needed = max(-int(-speed // gain) - 1, 0)
    ease = min(-(-needed // multiple) * multiple, longest)
    return min(speed, room / max(steps - ease, 1)), ease


def _even_step(most: Fraction) -> Fraction:
    """Return the largest step, in pixels, up to ``most``: whole pixels, or else quarters, or else sixteenths.

    Encoders predict motion in quarters of a pixel; other steps are encoded unevenly. Whole pixels need no resampling
    either, and sixteenths, for very slow pans, need at most sixteen resamplings, however long the pan is.
    """
    for parts in (1, 4, 16):
        if most * parts >= 1:
            return Fraction(int(most * parts), parts)
    return most


def _centred_area(area_width: Fraction, width: int, height: int) -> PlateArea:
    plate_width, plate_height = plate_size(width, height)
    left = (plate_width - area_width) / 2
    top = (plate_height - area_width * height / width) / 2
    return PlateArea(int(left * UNIT), int(top * UNIT), int(area_width * UNIT))


def _shifted(area: PlateArea, by: int, across: bool) -> PlateArea:
    return (
        PlateArea(area.left + by, area.top, area.width) if across else PlateArea(area.left, area.top + by, area.width)
    )
