"""The gain and the limiter of a mix, in whole numbers: the same on any processor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import Sums, Whole

BLOCK = 64
"""Samples that share a gain before it is made smooth."""
ONE = 1 << 15
_SPREAD = 24
"""Blocks to either side over which the limiter comes and goes: 32 ms."""
REACH = (2 * _SPREAD + 1) * BLOCK
"""How far from a sample a peak may be that lowers it."""


@dataclass(frozen=True)
class Setting:
    """A gain and the limiter's ceiling, in tenths of a dB."""

    gain: int
    ceiling: int

    @property
    def factor(self) -> int:
        """Return the gain in 65536ths."""
        return round(10 ** (self.gain / 200) * 65_536)

    @property
    def highest(self) -> int:
        """Return the ceiling as a sample of 16 bits."""
        return round(10 ** (self.ceiling / 200) * 32_768)


def block_peaks(mix: Sums) -> Sums:
    """Return the highest sample of a mix in each block; the last may be short."""
    blocks = np.pad(mix, ((0, -len(mix) % BLOCK), (0, 0))).reshape(-1, BLOCK * mix.shape[1])
    peaks: Sums = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
    return peaks


def edges(peaks: npt.NDArray[np.integer], setting: Setting, caps: Whole | None = None) -> Whole:
    """Return the gain at each block's edges, in 32768ths, that keeps every peak under the ceiling.

    It comes and goes smoothly. ``caps`` lowers blocks further, where what comes after the limiter asks for it.
    """
    loudest = np.maximum(peaks.astype(np.int64) * setting.factor >> 16, 1)
    needed = np.minimum(ONE, setting.highest * ONE // loudest)
    if caps is not None:
        needed = needed * caps // ONE
    if int(needed.min(initial=ONE)) == ONE:
        return np.full(len(peaks) + 1, ONE, np.int64)
    width = 2 * _SPREAD + 1
    # An edge belongs to both its blocks, and the lowest of the reach is averaged over it: never above what is needed.
    held = np.pad(needed, _SPREAD * 2 + 1, constant_values=ONE)
    lowest = np.lib.stride_tricks.sliding_window_view(held, width + 1).min(axis=1)
    summed = np.concatenate([[0], lowest.cumsum()])
    smooth: Whole = (summed[width:] - summed[:-width])[: len(peaks) + 1] // width
    return smooth


def gains(at_edges: Whole, setting: Setting, count: int) -> Whole:
    """Return the gain of each of ``count`` samples in 2^31sts, a row for each."""
    step = np.arange(BLOCK, dtype=np.int64)
    blocks = -(-count // BLOCK)
    smooth = (at_edges[:blocks, None] * (BLOCK - step) + at_edges[1 : blocks + 1, None] * step).reshape(-1, 1)[:count]
    # The gain has 16 and the blocks 15 + 6 places behind the point.
    return setting.factor * (smooth >> 6)


def under(samples: Sums, gain: Whole) -> Whole:
    """Return samples of 16 bits under their gains, in 24 bits."""
    return samples * gain + (1 << 22) >> 23
