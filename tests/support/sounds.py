"""Reads WAV files for tests."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np


def read_wav(path: Path) -> np.ndarray:
    """Return the samples of a 48 kHz file with 16 or 24 bits, as fractions of full scale, a column per channel."""
    with wave.open(str(path), "rb") as sound:
        data, width, channels = sound.readframes(sound.getnframes()), sound.getsampwidth(), sound.getnchannels()
        assert sound.getframerate() == 48_000
    if width == 2:
        return np.frombuffer(data, "<i2").reshape(-1, channels) / 32768
    wide = np.zeros((len(data) // 3, 4), np.uint8)
    wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
    return (wide.view("<i4").ravel() >> 8).reshape(-1, channels) / (1 << 23)


def packet_count(path: Path) -> int:
    """Return the number of packets in a film's sound."""
    with av.open(str(path)) as film:
        return sum(1 for packet in film.demux(audio=0) if packet.size)
