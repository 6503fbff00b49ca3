"""True peaks of a decoded sound: the maxima of the waveform between its samples, by fourfold oversampling."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import Whole

SCALE = 1 << 23
"""Full scale of the returned peaks."""
CHUNK = 256
"""Samples per returned peak."""
_REACH = 24
_PHASES = 4
_BITS = 15


def true_peaks(sound: npt.NDArray[np.float32], above: int) -> Whole:
    """Return the true peak of each chunk of a sound.

    Only chunks with a sample above half of ``above`` are oversampled: in others the waveform cannot reach it.
    """
    channels = sound.shape[1]
    padded = np.pad(sound, ((_REACH, _REACH + -len(sound) % CHUNK), (0, 0)))
    chunks = padded[_REACH:-_REACH].reshape(-1, CHUNK * channels)
    peaks = _whole(np.maximum(chunks.max(axis=1), -chunks.min(axis=1)))
    for chunk in np.flatnonzero(peaks * 2 > above):
        first = int(chunk) * CHUNK
        heard = _whole(padded[first : first + CHUNK + 2 * _REACH]).T
        around = np.lib.stride_tricks.sliding_window_view(heard, 2 * _REACH, axis=1)
        # Integer sums do not depend on the order of addition.
        between = around @ _filters() >> _BITS
        peaks[chunk] = max(int(peaks[chunk]), int(np.abs(between).max()))
    return peaks


def _whole(samples: npt.NDArray[np.float32]) -> Whole:
    whole: Whole = np.rint(samples * np.float32(SCALE)).astype(np.int64)
    return whole


@cache
def _filters() -> Whole:
    """Return the interpolation filters as integers, one column per position between two samples."""
    places = np.arange(1, _PHASES) / _PHASES
    way = np.arange(1 - _REACH, _REACH + 1)[:, None] - places
    weights = np.sinc(way) * np.kaiser(2 * _REACH + 1, 8)[1:, None]
    whole: Whole = np.rint(weights / weights.sum(axis=0) * (1 << _BITS)).astype(np.int64)
    return whole
