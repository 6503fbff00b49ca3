"""Where the camera is: the part of a plate that a shot shows, from its first frame to its last.

A plate is a picture 1.15 times the output, so that a camera has room to travel. Places are whole numbers of 1/65536
pixel of the plate, because they are part of a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reelmake.documents.plate import plate_size
from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate

UNIT = 65_536
"""Parts of a pixel in which places are counted."""
_LARGEST_ZOOM = Fraction(8, 100)
_USED_MARGIN = Fraction(9, 10)
_DEPTH = Fraction(5, 4)
"""How much farther what stands before the plate travels."""
_SPEED = Fraction(24, 1000)
"""Widths of the picture the image may travel in a second: slow enough that nothing strobes at 24 frames."""
_GAIN = Fraction(1, 40)
"""Pixels by which the way of one frame may differ from that of the one before: a quarter of what is allowed, because
what stands near goes by faster and encoding adds to it."""
_PAN_GAIN = Fraction(1, 16)
"""The same for a pan, which goes faster and is under way within two thirds of a second."""


@dataclass(frozen=True)
class Box:
    """A part of the plate: its left and top edge and its width, in units. Its shape is the output's."""

    left: int
    top: int
    width: int


@dataclass(frozen=True)
class CameraPath:
    """A shot's way over its plate: it sets off gently, goes at constant speed on the screen, and comes to rest."""

    start: Box
    end: Box
    ease: int = 0
    """In how many steps it gathers speed, and in how many it comes to rest."""

    @property
    def moves(self) -> bool:
        return self.start != self.end


def camera_path(move: Move, frames: int, rate: Rate, width: int, height: int) -> CameraPath:
    """Return where the camera goes in ``frames`` frames: as far as the plate allows and the speed limit lets it."""
    still = _centred(Fraction(width), width, height)
    steps = frames - 1
    if move is Move.STATIC or steps < 1:
        return CameraPath(still, still)
    limit = width * _SPEED / rate.value
    # The edges travel at half the speed of a pan: an encoder predicts blocks that shift, not blocks that grow.
    if move in (Move.PUSH_IN, Move.PULL_OUT):
        edge = Fraction(width, 2)
        speed, ease = _eased(limit / 2, edge * _LARGEST_ZOOM, steps, _GAIN)
        wide = _centred(width * (1 + speed * (steps - ease) / edge), width, height)
        return CameraPath(wide, still, ease) if move is Move.PUSH_IN else CameraPath(still, wide, ease)
    plate_width, plate_height = plate_size(width, height)
    across = move in (Move.PAN_LEFT, Move.PAN_RIGHT)
    room = (plate_width - width if across else plate_height - height) * _USED_MARGIN
    # An even number of steps adds up to whole pixels: what is resampled is only a pan that gathers speed.
    speed, ease = _eased(_even_step(limit), room, steps, _PAN_GAIN, multiple=2)
    travel = int(_even_step(speed) * (steps - ease) * UNIT)
    first = travel // 2 // UNIT * UNIT
    before, after = _shifted(still, -first, across), _shifted(still, travel - first, across)
    if move in (Move.PAN_RIGHT, Move.TILT_DOWN):
        return CameraPath(before, after, ease)
    return CameraPath(after, before, ease)


def nearer(path: CameraPath, width: int, height: int) -> CameraPath:
    """Return the way of a camera over what stands before a plate: figures pass by faster than what is behind them.

    Both layers lie as they were drawn where a still camera would show them: a push-in ends so, a pan is so midway. A
    pan by one pixel a frame becomes one by a pixel and a quarter, which an encoder predicts as well. Both set off and
    come to rest in the same steps.
    """
    still = _centred(Fraction(width), width, height)
    return CameraPath(_nearer(path.start, still, width, height), _nearer(path.end, still, width, height), path.ease)


def _nearer(box: Box, still: Box, width: int, height: int) -> Box:
    if box.width != still.width:
        return _centred(Fraction(box.width - still.width, UNIT) * _DEPTH + width, width, height)
    return Box(
        still.left + int((box.left - still.left) * _DEPTH), still.top + int((box.top - still.top) * _DEPTH), box.width
    )


def _eased(wished: Fraction, room: Fraction, steps: int, gain: Fraction, multiple: int = 1) -> tuple[Fraction, int]:
    """Return the full speed in pixels a step, and in how many steps it is reached.

    At most a third of the steps is spent on either end: a short shot goes slower instead. A way of ``steps`` steps with
    ``ease`` of them at each end is as long as ``steps - ease`` at full speed.
    """
    longest = steps // 3 // multiple * multiple
    speed = min(wished, gain * (longest + 1), room / (steps - longest))
    needed = max(-int(-speed // gain) - 1, 0)
    ease = min(-(-needed // multiple) * multiple, longest)
    return min(speed, room / max(steps - ease, 1)), ease


def _even_step(most: Fraction) -> Fraction:
    """Return the pixels to travel in a step at full speed: whole ones, or quarters of one, where there is a choice.

    An encoder predicts a frame from the one before in quarters of a pixel. A step between them is encoded as an uneven
    one, and a whole one needs no resampling either. A very slow pan goes by sixteenths: it needs no more than sixteen
    resamplings, however long it is.
    """
    for parts in (1, 4, 16):
        if most * parts >= 1:
            return Fraction(int(most * parts), parts)
    return most


def _centred(box_width: Fraction, width: int, height: int) -> Box:
    plate_width, plate_height = plate_size(width, height)
    left = (plate_width - box_width) / 2
    top = (plate_height - box_width * height / width) / 2
    return Box(int(left * UNIT), int(top * UNIT), int(box_width * UNIT))


def _shifted(box: Box, by: int, across: bool) -> Box:
    return Box(box.left + by, box.top, box.width) if across else Box(box.left, box.top + by, box.width)
