"""The spec of a window of the timeline, relative to the window's start, so that equal windows have equal specs.

Details that change nothing inside the window are left out: how long a loop continues after it, and how long ago a
constant gain was set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.crafts.sound.mixing.stem_names import STEMS
from reelmake.documents.action import FromAction
from reelmake.documents.soundtrack import GainPoint, Placed

FULL = 1000


@dataclass(frozen=True)
class Stem:
    """Sounds on the timeline, all of them under one curve of gain."""

    sounds: tuple[Placed, ...] = ()
    curve: tuple[GainPoint, ...] = ()


@dataclass(frozen=True)
class Window:
    """A part of the timeline, in samples."""

    start: int
    end: int
    cutoff: int
    """Sounds that start here or later are left out."""

    @property
    def samples(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class WindowSpec:
    """The stems of a window as the tools read them, and the sounds they use by file name."""

    stems: dict[str, object]
    inputs: dict[str, FromAction]


def window_spec(window: Window, stems: Mapping[str, Stem]) -> WindowSpec:
    """Return the spec of a window: the sounds of each stem and its gain curve."""
    inputs: dict[str, FromAction] = {}
    names: dict[str, str] = {}

    def name_of(sound: FromAction) -> str:
        if sound.key not in names:
            names[sound.key] = f"{len(names) + 1:06d}.{sound.extension}"
            inputs[names[sound.key]] = sound
        return names[sound.key]

    specs: dict[str, object] = {}
    for stem in STEMS:
        sounds = [
            [name_of(placed.sound), *place]
            for placed in stems[stem].sounds
            if placed.start < window.cutoff and (place := _place(placed, window)) is not None
        ]
        specs[stem] = {"sounds": sounds, "curve": _curve(stems[stem].curve, window) if sounds else []}
    return WindowSpec(specs, inputs)


def _place(placed: Placed, window: Window) -> tuple[int, int, int, int, int, bool] | None:
    """Return start, length, gain, fades and loop of a sound relative to a window; None if it is not heard there."""
    start, length = placed.start - window.start, placed.length
    rise, fall = placed.fade_in, placed.fade_out
    if start >= window.samples or start + length <= 0:
        return None
    if placed.loop:
        # Only for loops: the end of any other sound, and so its fade, depends on the length of its file.
        if start + length - fall >= window.samples:
            length, fall = window.samples - start, 0
        if start + rise <= 0:
            rise = 0
    return start, length, placed.gain, rise, fall, placed.loop


def _curve(points: Sequence[GainPoint], window: Window) -> list[list[int]]:
    """Return the points that shape the gain in a window; none if it is full throughout."""
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
    """Say whether a point has no effect, because the gain is the same before and after it."""
    last = index + 1 == len(points)
    return points[index][1] == points[index - 1][1] and (last or points[index + 1][1] == points[index][1])
