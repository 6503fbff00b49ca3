"""Sounds that tests of mixing are made with, and ears for what came of them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from reelmake.documents.shotlist import ShotList
from support.studio import Studio, make_line, make_shot, make_shotlist

RATE = 48_000
PACKET = 1024


def bursts(seconds: float) -> np.ndarray:
    """Return something like speech: noise in syllables, with peaks far above its loudness."""
    noise = np.random.default_rng(7).normal(0, 1, int(seconds * RATE))
    swell = np.clip(np.sin(np.arange(len(noise)) / RATE * 2 * np.pi * 4), 0, 1) ** 2
    return (noise * swell * 2500).clip(-32768, 32767).astype(np.int16)


def syllables(seconds: float, seed: int = 7) -> np.ndarray:
    """Return something like speech that never pauses: vowels with a little breath, at a level that wanders."""
    times = np.arange(int(seconds * RATE)) / RATE
    pitch = 2 * np.pi * (120 * times + 3 * np.sin(times * 5 + seed))
    vowel = sum(np.sin(pitch * number) / number for number in range(1, 20))
    breath = np.random.default_rng(seed).normal(0, 0.02, len(times))
    swell = np.clip(np.sin(times * 2 * np.pi * 4), 0.05, 1) ** 2 * (1.2 + np.sin(times / 7))
    return ((vowel + breath) * swell * 4000).clip(-32768, 32767).astype(np.int16)


def chord(seconds: float) -> np.ndarray:
    """Return a chord that is held: music in which any jump is heard."""
    times = np.arange(int(seconds * RATE)) / RATE
    voices = [np.sin(2 * np.pi * hertz * times + hertz) for hertz in (220.0, 277.2, 329.6, 440.0)]
    return (sum(voices) * 3000).astype(np.int16)


def spoken(studio: Studio, samples: np.ndarray, frames: int = 96) -> ShotList:
    """Return an episode of one shot in which somebody speaks all along."""
    line = make_line("l1", "Words", 0, frames, key=studio.speech(samples).key)
    return make_shotlist(make_shot(frames=frames, lines=(line,)))


def decoded(path: Path) -> np.ndarray:
    """Return left and right of an encoded sound, as columns."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).T
