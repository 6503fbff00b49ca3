"""Sound as tools exchange it: WAV files of 48 kHz, mono or stereo, 16 bits; 24 bits in a stem.

In memory a sound has a row for each sample and a column for each channel. Mono is played in the middle.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000

Samples = npt.NDArray[np.int16]
Sums = npt.NDArray[np.int32]
"""Sounds added up: more than 16 bits, and far from 32."""
Whole = npt.NDArray[np.int64]
_FORMS = {(1,): "mono", (2,): "stereo", (1, 2): "mono or stereo"}


class PcmFile:
    """A WAV file that is read in parts, so that memory does not grow with its length."""

    def __init__(self, path: Path, channels: tuple[int, ...] = (1, 2)) -> None:
        """Read a file's header; only the format that reelmake's own tools write is accepted."""
        with path.open("rb") as file, wave.open(file) as sound:
            form = (sound.getsampwidth(), sound.getframerate())
            if form != (2, RATE) or sound.getnchannels() not in channels:
                raise SystemExit(f"{path.name} is not {_FORMS[channels]}, 16 bits, {RATE} Hz")
            self.channels = sound.getnchannels()
            self._length: int = sound.getnframes()
            # ``wave`` reads a file up to where its samples begin.
            self._begins = file.tell()
        self._path = path

    def __len__(self) -> int:
        return self._length

    def read(self, first: int, count: int) -> Samples:
        """Return up to ``count`` samples from ``first`` on."""
        first = min(max(first, 0), self._length)
        count = min(max(count, 0), self._length - first)
        with self._path.open("rb") as file:
            file.seek(self._begins + first * self.channels * 2)
            return np.frombuffer(file.read(count * self.channels * 2), dtype="<i2").reshape(-1, self.channels)


def write_pcm(
    path: Path, chunks: Iterable[npt.NDArray[np.integer]], *, channels: int, length: int, bits: int = 16
) -> None:
    """Write integer samples as a WAV file, chunk by chunk; values beyond ``bits`` are clipped."""
    highest = 1 << (bits - 1)
    with wave.open(str(path), "wb") as out:
        out.setparams((channels, bits // 8, RATE, length, "NONE", ""))
        for chunk in chunks:
            kept = chunk.clip(-highest, highest - 1)
            if bits == 16:
                out.writeframesraw(kept.astype("<i2").tobytes())
            else:
                out.writeframesraw(kept.astype("<i4").reshape(-1).view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
