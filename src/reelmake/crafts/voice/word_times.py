"""Finds the times of a line's words: by the engine's marks, else by letters and silences."""

from __future__ import annotations

import wave
from pathlib import Path

from reelmake.crafts.voice.word_marks import marks_of
from reelmake.documents.voice import WordTime
from reelmake.documents.word_timing import carried_over, estimated_words
from reelmake.kernel.frames import SAMPLE_RATE

_WINDOW = SAMPLE_RATE // 100
_SHORTEST_SILENCE = 15
"""In windows of 10 ms; a shorter silence is the closure of a consonant."""
_SILENCE = 1e-4
"""Power relative to the loudest window: -40 dB."""


def word_times(text: str, sound: Path, samples: int) -> tuple[WordTime, ...]:
    """Return when each written word of a line is heard, in milliseconds from the sound's start."""
    marks = marks_of(sound)
    if marks:
        spoken = [WordTime(text=mark.text, start_ms=_ms(mark.start), end_ms=_ms(mark.end_exclusive)) for mark in marks]
        return carried_over(text, spoken)
    return estimated_words(text, _ms(samples), silences(sound))


def silences(sound: Path) -> list[tuple[int, int]]:
    """Return the silences of a 48 kHz sound, in milliseconds."""
    import numpy

    with wave.open(str(sound), "rb") as file:
        samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(numpy.float64)
    windows = samples[: len(samples) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    power = (windows * windows).mean(axis=1) if len(windows) else numpy.zeros(0)
    if not len(power) or not power.max():
        return []
    quiet = numpy.concatenate(([False], power < power.max() * _SILENCE, [False]))
    edges = numpy.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2).tolist()
    at_ends = (0, len(power))
    return [
        (first * 10, last * 10)
        for first, last in edges
        if last - first >= _SHORTEST_SILENCE or first == at_ends[0] or last == at_ends[1]
    ]


def _ms(samples: int) -> int:
    return samples * 1000 // SAMPLE_RATE
