"""Gain and look-ahead limiter of a mix, in integers, so that the result is the same on every processor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import Sums, Whole

BLOCK = 64
"""Samples per block: the limiter computes one gain per block edge and interpolates between edges."""
ONE = 1 << 15
_SPREAD = 24
"""Blocks on either side over which the limiter fades in and out: 32 ms."""
REACH = (2 * _SPREAD + 1) * BLOCK
"""The greatest distance, in samples, at which a peak lowers a sample."""


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
    """Return the highest absolute sample of each block of a mix."""
    blocks = np.pad(mix, ((0, -len(mix) % BLOCK), (0, 0))).reshape(-1, BLOCK * mix.shape[1])
    peaks: Sums = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
    return peaks


def edges(peaks: npt.NDArray[np.integer], setting: Setting, caps: Whole | None = None) -> Whole:
    """Return the gain at each block's edges, in 32768ths, that keeps every peak below the ceiling.

    It fades in and out smoothly. ``caps``, in 32768ths, lowers blocks further, where the encoder raises their peaks.
    """
    loudest = np.maximum(peaks.astype(np.int64) * setting.factor >> 16, 1)
    needed = np.minimum(ONE, setting.highest * ONE // loudest)
    if caps is not None:
        needed = needed * caps // ONE
    if int(needed.min(initial=ONE)) == ONE:
        return np.full(len(peaks) + 1, ONE, np.int64)
    width = 2 * _SPREAD + 1
    # The minimum over the reach, averaged over the reach, is never above what any block needs.
    held = np.pad(needed, _SPREAD * 2 + 1, constant_values=ONE)
    lowest = np.lib.stride_tricks.sliding_window_view(held, width + 1).min(axis=1)
    summed = np.concatenate([[0], lowest.cumsum()])
    smooth: Whole = (summed[width:] - summed[:-width])[: len(peaks) + 1] // width
    return smooth


def gains(at_edges: Whole, setting: Setting, count: int) -> Whole:
    """Return the gain of each of ``count`` samples, in units of 2^-31, one row per sample."""
    step = np.arange(BLOCK, dtype=np.int64)
    blocks = -(-count // BLOCK)
    smooth = (at_edges[:blocks, None] * (BLOCK - step) + at_edges[1 : blocks + 1, None] * step).reshape(-1, 1)[:count]
    # 16 fraction bits from the gain, 15 + 6 from the edges.
    return setting.factor * (smooth >> 6)


def under(samples: Sums, gain: Whole) -> Whole:
    """Apply gains to 16-bit samples; return them with 24 bits."""
    return samples * gain + (1 << 22) >> 23
