"""A mix without its long silences: what has to be measured and encoded, and where it lies on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import sched_getaffinity
from pathlib import Path
from typing import TypeVar

import numpy as np

from reelmake.materials.media.pcm import RATE, Samples, read_pcm

BLOCK = 1024
"""Samples of one AAC packet."""
UNIT = 75 * BLOCK
"""Whole AAC packets and whole steps of 100 ms that loudness is measured in: taking units out moves neither grid."""
PIECE_UNITS = 37
"""Units worked on at a time, a minute or so. Fixed, so that the bytes do not depend on the number of cores."""
_MARGIN = 24_000
"""Silence around a unit that is left out: longer than a block of loudness, the limiter's release and two packets."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Sounding:
    """The units of a mix that are not silent, put together; the last unit, which may be short, is always among them."""

    samples: Samples
    kept: tuple[bool, ...]
    """Of each unit of the timeline, whether it is in ``samples``."""
    length: int
    """Samples of the whole timeline."""

    @property
    def form(self) -> tuple[str, ...]:
        """Return how ffmpeg is told to read the samples from its standard input."""
        return ("-f", "s16le", "-ar", str(RATE), "-ac", str(self.samples.shape[1]), "-i", "pipe:0")

    @property
    def piece_starts(self) -> list[int]:
        """Return where pieces begin, in samples of what was kept."""
        return list(range(0, max(len(self.samples), 1), PIECE_UNITS * UNIT))


def read_sounding(path: Path) -> Sounding:
    """Read a WAV file and leave out the units that are silent, with a margin, on both sides."""
    samples = read_pcm(path)
    units = range(0, max(len(samples), 1), UNIT)
    kept = [bool(samples[max(start - _MARGIN, 0) : start + UNIT + _MARGIN].any()) for start in units]
    kept[-1] = True
    parts = [samples[start : start + UNIT] for start, keep in zip(units, kept, strict=True) if keep]
    return Sounding(np.concatenate(parts), tuple(kept), len(samples))


def side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Return the results of ``work`` in the order of ``items``, as many at a time as there are cores."""
    with ThreadPoolExecutor(len(sched_getaffinity(0))) as pool:
        return list(pool.map(work, items))
