"""Loudness by ITU-R BS.1770-4, computed from energies per 20 ms that can be stored, concatenated and scaled.

ffmpeg applies the K-weighting, with biquads in double precision, and energies are sums of integers, so that a sound has
the same energies on every processor.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.materials.media.pcm import RATE, Sums, Whole

STEP = 960
"""Samples of one step, 20 ms: so short that a limiter's gain is nearly constant within one."""
SILENCE = -70.0
_HOP, _BLOCK = 5, 20
"""Steps in 100 ms and in 400 ms."""
_GATE = -10.0
_OFFSET = -0.691
_LOWEST_POWER = 10 ** ((SILENCE - _OFFSET) / 10)
_UP, _DOWN = 10, 6
"""Bits a sample is shifted up before filtering, to keep precision, and down before squaring, to avoid overflow."""
FULL_SCALE = 32_768 << (_UP - _DOWN)
"""Full scale in the unit of energies."""
CURVE = (
    "aformat=sample_fmts=dblp"
    ",biquad=b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285:a1=-1.69065929318241:a2=0.73248077421585:r=f64"
    ",biquad=b0=1:b1=-2:b2=1:a1=-1.99004745483398:a2=0.99007225036621:r=f64"
)
"""The K-weighting as an ffmpeg filtergraph."""

Powers = npt.NDArray[np.float64]


def energies(sound: Sums, before: int) -> Whole:
    """Return the energy of each step from sample ``before`` on, summed over channels.

    The samples before that only settle the filters. The last step may be short. Energies are sums of squares, in units
    of 1/16 of a 16-bit sample.
    """
    data = (sound << _UP).astype("<i4", copy=False).data.cast("B")
    form = ("-f", "s32le", "-ar", str(RATE), "-ac", str(sound.shape[1]))
    weighted = run_ffmpeg(*form, "-i", "pipe:0", "-af", CURVE, *form, "pipe:1", data=data)
    return squared(np.frombuffer(weighted, "<i4").reshape(sound.shape)[before:])


def squared(weighted: npt.NDArray[np.int32] | npt.NDArray[np.float32], unit: float = 2.0**_DOWN) -> Whole:
    """Return the energy of each step of K-weighted samples, which are in multiples of ``unit``."""
    parts = (weighted[first : first + STEP * _BLOCK] for first in range(0, len(weighted), STEP * _BLOCK))
    return np.concatenate([_squared(part, unit) for part in parts])


def _squared(weighted: npt.NDArray[np.int32] | npt.NDArray[np.float32], unit: float) -> Whole:
    steps = np.pad(weighted, ((0, -len(weighted) % STEP), (0, 0))).reshape(-1, STEP * weighted.shape[1])
    # Integer sums do not depend on the order of addition.
    whole = np.floor(steps / unit).astype(np.int64)
    total: Whole = (whole * whole).sum(axis=1)
    return total


def loudness(energy: Powers, samples: Whole) -> float:
    """Return the gated loudness, in LUFS, of steps with these energies and lengths in samples."""
    blocks = _blocks(energy) / np.maximum(_blocks(samples.astype(np.float64)), 1.0) / FULL_SCALE**2
    blocks = blocks[blocks > _LOWEST_POWER]
    if not len(blocks):
        return SILENCE
    gate = math.fsum(blocks) / len(blocks) * 10 ** (_GATE / 10)
    loud = blocks[blocks > gate]
    return 10 * math.log10(math.fsum(loud) / len(loud)) + _OFFSET


def _blocks(values: Powers) -> Powers:
    """Return the sums over 400 ms, every 100 ms. Anything shorter than 400 ms is one block."""
    upto = np.concatenate([[0.0], np.cumsum(values)])
    if len(values) < _BLOCK:
        return upto[-1:]
    found: Powers = (upto[_BLOCK:] - upto[:-_BLOCK])[::_HOP]
    return found
