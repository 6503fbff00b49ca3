"""Renders the stems of a timeline: sounds with gains and fades, under one gain curve per stem. Integers only.

The spec of a stem is ``{"sounds": [["000001.wav", 12000, 96000, 500, 4800, 9600, false]], "curve": [[0, 1000]]}``.
A sound is a file in ``in/`` (mono or stereo), its start and length in samples, its gain in thousandths, its fades in
samples, and whether it loops. The curve is a list of samples and gains, interpolated smoothly. Loops cross over into
other loops, so their fades have equal power; all other fades are linear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.crafts.sound.mixing.stem_names import STEMS
from reelmake.materials.media.pcm import PcmFile, Sums

_ONE = 1 << 12
_CHUNK = 1 << 14


@dataclass(frozen=True)
class _Sound:
    """A sound at its place."""

    file: PcmFile
    start: int
    length: int
    gain: int
    fade_in: int
    fade_out: int
    loop: bool

    @property
    def end(self) -> int:
        return self.start + (self.length if self.loop else min(self.length, len(self.file)))


class Stem:
    """One stem of a timeline. Any part of it can be rendered; only the samples of that part are read."""

    def __init__(self, spec: Mapping[str, Any], channels: int, files: Path = Path("in")) -> None:
        taken = (1,) if channels == 1 else (1, 2)
        opened = {name: PcmFile(files / name, taken) for name in dict.fromkeys(place[0] for place in spec["sounds"])}
        self._sounds = [_Sound(opened[name], *place) for name, *place in spec["sounds"]]
        self._curve = spec["curve"]
        self._channels = channels

    def laid(self, first: int, count: int) -> Sums:
        """Return ``count`` samples from ``first`` on."""
        total = np.zeros((count, self._channels), np.int32)
        for sound in self._sounds:
            begin, end = max(sound.start, first), min(sound.end, first + count)
            if begin < end and len(sound.file):
                total[begin - first : end - first] += _rendered(sound, begin, end)
        if self._curve:
            total = (total.astype(np.int64) * gains(self._curve, first, count)[:, None] >> 12).astype(np.int32)
        return total


def stems_of(spec: Mapping[str, Any]) -> dict[str, Stem]:
    """Return the stems of a timeline. Dialogue has one channel, which is heard in the middle."""
    return {name: Stem(spec[name], 1 if name == "dialogue" else 2) for name in STEMS}


def mix_of(stems: Mapping[str, Stem], samples: int) -> Sums:
    """Return the first ``samples`` of all stems added up, in two channels."""
    total = np.empty((samples, 2), np.int32)
    # In chunks that fit into the processor's cache: page faults for whole-length arrays cost more than the arithmetic.
    for first in range(0, samples, _CHUNK):
        count = min(_CHUNK, samples - first)
        words, music, effects = (stem.laid(first, count) for stem in stems.values())
        total[first : first + count] = words + music + effects
    return total


def gains(points: Sequence[Sequence[int]], first: int, length: int) -> npt.NDArray[np.int64]:
    """Return the gain of each of ``length`` samples from ``first`` on, in 4096ths."""
    found = np.full(length, _ONE, np.int64)
    for index, (at, gain) in enumerate(points):
        until, goal = points[index + 1] if index + 1 < len(points) else (first + length, gain)
        begin, end = max(at, first), min(until, first + length)
        if begin >= end:
            continue
        if goal == gain:
            found[begin - first : end - first] = gain * _ONE // 1000
            continue
        way = np.arange(begin - at, end - at, dtype=np.int64) * _ONE // max(1, until - at)
        smooth = way * way * (3 * _ONE - 2 * way) >> 24
        found[begin - first : end - first] = (gain * _ONE + (goal - gain) * smooth) // 1000
    return found


def _rendered(sound: _Sound, begin: int, end: int) -> Sums:
    """Return a sound with its gain and fades between two samples of the timeline, both within the sound."""
    inside = begin - sound.start
    piece = _read(sound, inside, end - begin).astype(np.int32)
    if sound.gain != 1000:
        piece = piece * (sound.gain * _ONE // 1000) >> 12
    if inside < sound.fade_in:
        count = min(sound.fade_in - inside, len(piece))
        piece[:count] = piece[:count] * _fade(sound, np.arange(inside, inside + count), sound.fade_in) >> 12
    left = sound.end - end
    if left < sound.fade_out:
        count = min(sound.fade_out - left, len(piece))
        piece[-count:] = piece[-count:] * _fade(sound, np.arange(left + count, left, -1), sound.fade_out) >> 12
    return piece


def _fade(sound: _Sound, way: npt.NDArray[np.int64], length: int) -> Sums:
    # Square roots are correctly rounded, so they are the same on every processor.
    share = np.sqrt(way / length) if sound.loop else way / length
    gain: Sums = np.floor(share * _ONE).astype(np.int32)[:, None]
    return gain


def _read(sound: _Sound, inside: int, count: int) -> npt.NDArray[np.int16]:
    if not sound.loop:
        return sound.file.read(inside, count)
    parts = []
    while count:
        at = inside % len(sound.file)
        parts.append(sound.file.read(at, count))
        inside, count = inside + len(parts[-1]), count - len(parts[-1])
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
