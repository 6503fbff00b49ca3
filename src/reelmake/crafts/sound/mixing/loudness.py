"""Loudness by ITU-R BS.1770-4 from powers per step, which may be kept, put after one another and scaled.

The curve of hearing is ffmpeg's biquads in double precision; sums are of whole numbers, so that the same sound has the
same powers on any processor.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.materials.media.pcm import RATE, Sums, Whole

STEP = 960
"""Samples of one step, 20 ms: hardly any limiter moves within one."""
SILENCE = -70.0
_HOP, _BLOCK = 5, 20
"""Steps in 100 ms and in 400 ms."""
_GATE = -10.0
_OFFSET = -0.691
_LOWEST_POWER = 10 ** ((SILENCE - _OFFSET) / 10)
_UP, _DOWN = 10, 6
"""Places a sample is moved up to be filtered, so that rounding is far below hearing, and down again to be squared."""
FULL_SCALE = 32_768 << (_UP - _DOWN)
"""Full scale in the unit of energies."""
CURVE = (
    "aformat=sample_fmts=dblp"
    ",biquad=b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285:a1=-1.69065929318241:a2=0.73248077421585:r=f64"
    ",biquad=b0=1:b1=-2:b2=1:a1=-1.99004745483398:a2=0.99007225036621:r=f64"
)
"""What ffmpeg does to a sound so that its power is as loud as it is heard."""

Powers = npt.NDArray[np.float64]


def energies(sound: Sums, before: int) -> Whole:
    """Return the energy of each step from sample ``before`` on, of all channels; what comes before is only listened to.

    The last step may be short. The unit is a 16-bit sample's sixteenth, squared.
    """
    data = (sound << _UP).astype("<i4", copy=False).data.cast("B")
    form = ("-f", "s32le", "-ar", str(RATE), "-ac", str(sound.shape[1]))
    heard = run_ffmpeg(*form, "-i", "pipe:0", "-af", CURVE, *form, "pipe:1", data=data)
    return squared(np.frombuffer(heard, "<i4").reshape(sound.shape)[before:])


def squared(heard: npt.NDArray[np.int32] | npt.NDArray[np.float32], unit: float = 2.0**_DOWN) -> Whole:
    """Return the energy of each step of a sound that went through the curve, with samples in this unit."""
    parts = (heard[first : first + STEP * _BLOCK] for first in range(0, len(heard), STEP * _BLOCK))
    return np.concatenate([_squared(part, unit) for part in parts])


def _squared(heard: npt.NDArray[np.int32] | npt.NDArray[np.float32], unit: float) -> Whole:
    steps = np.pad(heard, ((0, -len(heard) % STEP), (0, 0))).reshape(-1, STEP * heard.shape[1])
    # Whole numbers are added up alike in any order.
    whole = np.floor(steps / unit).astype(np.int64)
    total: Whole = (whole * whole).sum(axis=1)
    return total


def loudness(energy: Powers, samples: Whole) -> float:
    """Return the loudness in LUFS of steps with these energies and lengths, gated."""
    heard = _blocks(energy) / np.maximum(_blocks(samples.astype(np.float64)), 1.0) / FULL_SCALE**2
    heard = heard[heard > _LOWEST_POWER]
    if not len(heard):
        return SILENCE
    gate = math.fsum(heard) / len(heard) * 10 ** (_GATE / 10)
    loud = heard[heard > gate]
    return 10 * math.log10(math.fsum(loud) / len(loud)) + _OFFSET


def _blocks(values: Powers) -> Powers:
    """Return the sums over 400 ms, every 100 ms; what is shorter than one block is one."""
    upto = np.concatenate([[0.0], np.cumsum(values)])
    if len(values) < _BLOCK:
        return upto[-1:]
    found: Powers = (upto[_BLOCK:] - upto[:-_BLOCK])[::_HOP]
    return found
