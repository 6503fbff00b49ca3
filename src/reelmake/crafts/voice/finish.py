"""What every engine's samples go through before they are a line's sound: rate, pitch, margins, level, 16 bits."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

SAMPLE_RATE = 48_000
PAD = SAMPLE_RATE * 60 // 1000
"""Silence kept before the first sound and after the last."""
WINDOW = SAMPLE_RATE * 5 // 1000
SILENCE = 10**-4.5
"""Power under that of the loudest window from which on a window is silent: -45 dB."""
SPEECH_LEVEL = 0.0708
"""RMS of the windows that hold speech, -23 dB below full scale: lines of all lengths are equally loud."""
HIGHEST_PEAK = 0.84


class SpeechError(Exception):
    """These words cannot be spoken, or not with what is installed."""


@dataclass(frozen=True)
class Finished:
    """A line's sound, and where the engine's own samples lie in it."""

    ratio: Fraction
    offset: int
    length: int

    def place(self, sample: int) -> int:
        """Return the sample of the finished sound that was this one of the engine's."""
        return min(max(int(sample * self.ratio) + self.offset, 0), self.length)


def finish(path: Path, raw: Any, ratio: Fraction) -> Finished:
    """Write an engine's samples as a line's WAV, ``ratio`` times as many, and return where each of them went."""
    sound, offset = _levelled(resampled(raw, ratio))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(sound.tobytes())
    return Finished(ratio, offset, len(sound))


def resampled(samples: Any, ratio: Fraction) -> Any:
    """Return ``samples`` at ``ratio`` times as many, exactly band-limited: one transform to and fro.

    The block is made to hold a whole number of ``ratio``'s denominators, so that no fraction of a sample is lost.
    """
    import numpy

    blocks = len(samples) // ratio.denominator + 1
    before, after = blocks * ratio.denominator, blocks * ratio.numerator
    spectrum = numpy.fft.rfft(samples.astype(numpy.float64), before)
    kept = min(len(spectrum), after // 2 + 1)
    wanted = numpy.zeros(after // 2 + 1, dtype=spectrum.dtype)
    wanted[:kept] = spectrum[:kept]
    return numpy.fft.irfft(wanted, after)[: int(len(samples) * ratio)] * float(ratio)


def _levelled(sound: Any) -> tuple[Any, int]:
    """Cut the silence at both ends to ``PAD``, bring speech to its level without clipping, and round to 16 bits.

    Also returns how many samples later the sound now begins.
    """
    import numpy

    whole = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)
    power = (whole * whole).mean(axis=1)
    if not len(power) or power.max() < 1e-8:
        raise SpeechError("the model made no sound")
    loud = numpy.flatnonzero(power > power.max() * SILENCE)
    padded = numpy.pad(sound, PAD)
    kept = padded[loud[0] * WINDOW : (loud[-1] + 1) * WINDOW + 2 * PAD].copy()
    ramp = numpy.arange(WINDOW) / WINDOW
    kept[:WINDOW] *= ramp
    kept[-WINDOW:] *= ramp[::-1]
    gain = min(SPEECH_LEVEL / numpy.sqrt(power[loud].mean()), HIGHEST_PEAK / numpy.abs(kept).max())
    return numpy.rint(kept * gain * 32767).astype("<i2"), PAD - int(loud[0]) * WINDOW
