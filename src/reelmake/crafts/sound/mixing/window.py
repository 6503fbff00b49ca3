"""What is heard in a stretch of the timeline, told from its own beginning, so that equal stretches are told alike.

Where a sound began long before, or goes on long after, says nothing about what is heard in between, and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.documents.action import FromAction
from reelmake.documents.soundtrack import GainPoint, Placed

FULL = 1000
STEMS = ("dialogue", "music", "effects")


@dataclass(frozen=True)
class Stem:
    """Sounds on the timeline, all of them under one curve of gain."""

    sounds: tuple[Placed, ...] = ()
    curve: tuple[GainPoint, ...] = ()


@dataclass(frozen=True)
class Window:
    """A stretch of the timeline in samples, and where sounds have to begin to be heard in it."""

    start: int
    end: int
    begun_before: int

    @property
    def samples(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Heard:
    """The stems of a window, as the tools read them, and the results they are made from by file name."""

    stems: dict[str, object]
    inputs: dict[str, FromAction]


def heard_in(window: Window, stems: Mapping[str, Stem]) -> Heard:
    """Return what is heard in a window, each stem's sounds and its curve."""
    inputs: dict[str, FromAction] = {}
    names: dict[str, str] = {}

    def name_of(sound: FromAction) -> str:
        if sound.key not in names:
            names[sound.key] = f"{len(names) + 1:06d}.{sound.extension}"
            inputs[names[sound.key]] = sound
        return names[sound.key]

    told: dict[str, object] = {}
    for stem in STEMS:
        sounds = [
            [name_of(placed.sound), *place]
            for placed in stems[stem].sounds
            if placed.start < window.begun_before and (place := _place(placed, window)) is not None
        ]
        told[stem] = {"sounds": sounds, "curve": _curve(stems[stem].curve, window) if sounds else []}
    return Heard(told, inputs)


def _place(placed: Placed, window: Window) -> tuple[int, int, int, int, int, bool] | None:
    """Return start, length, gain, fades and loop of a sound in a window; None when it is over, or not begun."""
    start, length = placed.start - window.start, placed.length
    rise, fall = placed.fade_in, placed.fade_out
    if start >= window.samples or start + length <= 0:
        return None
    if placed.loop:
        # How long another sound is, and so where it fades, only its file says.
        if start + length - fall >= window.samples:
            length, fall = window.samples - start, 0
        if start + rise <= 0:
            rise = 0
    return start, length, placed.gain, rise, fall, placed.loop


def _curve(points: Sequence[GainPoint], window: Window) -> list[list[int]]:
    """Return the points that shape a window's gain; none where it is full all along."""
    moved = [(point.at - window.start, point.gain) for point in points]
    before = [point for point in moved if point[0] <= 0]
    inside = [point for point in moved if 0 < point[0] < window.samples]
    after = [point for point in moved if point[0] >= window.samples]
    start = before[-1] if before else (0, FULL)
    following = (inside or after or [start])[0]
    if not before or following[1] == start[1]:
        start = (0, start[1])
    shaping = [start, *inside]
    if after and after[0][1] != shaping[-1][1]:
        shaping.append(after[0])
    kept = [point for index, point in enumerate(shaping) if index == 0 or not _idle(shaping, index)]
    return [] if all(gain == FULL for _at, gain in kept) else [[at, gain] for at, gain in kept]


def _idle(points: Sequence[tuple[int, int]], index: int) -> bool:
    """Say whether a point changes nothing: the gain is the same before it and after it."""
    last = index + 1 == len(points)
    return points[index][1] == points[index - 1][1] and (last or points[index + 1][1] == points[index][1])
