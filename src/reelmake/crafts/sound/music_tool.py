"""Tool: play notes with soft synthetic instruments in a small hall.

    python -m reelmake.crafts.sound.music_tool SCORE

Reads the JSON file SCORE, ``{"samples": 96000, "tail": 144000, "notes": [["piano", 60, 0, 24000, 70], …]}``: instrument,
MIDI pitch, start and length in samples, loudness 0 to 100. Writes ``out.wav``, stereo, 16 bits, 48 kHz, ``samples`` and a
``tail`` to ring out in, at the level of speech.

Only sums, products and table look-ups are used, one element at a time and in a fixed order: no library function whose
last digit depends on the processor takes part, so the same notes are the same bytes everywhere.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import RATE, Whole, write_pcm

LEVEL = 2320
"""RMS of a finished cue in steps of 16 bits: -23 dB below full scale, as speech has."""
HIGHEST = 26_000
_CHUNK = 1 << 14
_BITS = 14
_SIZE = 1 << _BITS
_SEMITONES = (
    *(261.6255653005986, 277.1826309768721, 293.6647679174076, 311.1269837220809, 329.6275569128699, 349.2282314330039),
    *(369.9944227116344, 391.99543598174927, 415.3046975799451, 440.0, 466.1637615180899, 493.8833012561241),
)
"""Frequencies of the octave from MIDI note 60."""

_WALLS = ((1699, 0.80, 1, 1), (1951, 0.785, 1, -1), (2251, 0.77, -1, -1), (2617, 0.755, -1, 1))
"""Delay in samples, what is left after each echo, and its sign on the left and on the right."""
_SEATS = {"piano": 0, "pluck": -30, "bell": 25, "bass": 0, "pulse": 15}
"""Where an instrument sits, in hundredths from the middle to the right. A pad is all around."""
_KEYBOARD = 3
"""How far the notes of an instrument lie apart: so many hundredths a semitone, high ones on the right."""
_WIDEST = 60

Sound = npt.NDArray[np.float32]
"""One channel, or a row for each of two."""


def _sine() -> npt.NDArray[np.float64]:
    """Return one turn of a sine by its series, for a library's sine may differ between processors."""
    quarter = np.arange(_SIZE // 4 + 1, dtype=np.float64) * (math.pi / 2 / (_SIZE // 4))
    square = quarter * quarter
    series = np.zeros_like(quarter)
    for term in range(9, -1, -1):
        series = series * square + (-1) ** term / math.factorial(2 * term + 1)
    rising = series * quarter
    half = np.concatenate([rising[:-1], rising[:0:-1]])
    return np.concatenate([half, -half])


_SINE = _sine()


def _timbre(*partials: float) -> Sound:
    """Return one turn of a tone with these strengths of its partials."""
    table = np.zeros(_SIZE)
    steps = np.arange(_SIZE)
    for number, strength in enumerate(partials, 1):
        table = table + strength * _SINE[(steps * number) % _SIZE]
    return table.astype(np.float32)


_PURE = _timbre(1)
_PAD = _timbre(1, 0.42, 0.3, 0.16, 0.1, 0.06)
_STRING = _timbre(1, 0.62, 0.4, 0.32, 0.2, 0.14, 0.09, 0.05)
_MELLOW = _timbre(1, 0.22, 0.07)
_BASS = _timbre(1, 0.34, 0.1)
_PULSE = _timbre(1, 0.5, 0.34, 0.2, 0.12)


def turn(table: Sound, pitch: int, length: int, detune: float = 1.0, ratio: float = 1.0) -> Sound:
    """Return ``length`` samples of a tone at a MIDI pitch."""
    octave, step = divmod(pitch, 12)
    hertz = _SEMITONES[step] * 2.0 ** (octave - 5) * detune * ratio
    if hertz * 1.02 > RATE / 2:
        return np.zeros(length, np.float32)
    pace = np.uint32(round(hertz / RATE * 4294967296))
    phase = np.arange(length, dtype=np.uint32) * pace
    wave_form: Sound = table[phase >> np.uint32(32 - _BITS)]
    return wave_form


def decay(length: int, seconds: float) -> Sound:
    """Return an envelope that falls to a thousandth in about seven times ``seconds``."""
    steps = np.full(length, 1.0 - 1.0 / (seconds * RATE))
    steps[:1] = 1.0
    return np.multiply.accumulate(steps).astype(np.float32)


def swell(length: int, rise: int, fall: int) -> Sound:
    """Return an envelope that comes in and goes out smoothly."""
    shape = np.ones(length, np.float32)
    for size, flip in ((min(rise, length), False), (min(fall, length), True)):
        ramp = np.arange(size, dtype=np.float32) / np.float32(max(size, 1))
        smooth = ramp * ramp * (np.float32(3) - np.float32(2) * ramp)
        if flip:
            shape[length - size :] *= smooth[::-1]
        else:
            shape[:size] *= smooth
    return shape


def _pad(pitch: int, length: int) -> Sound:
    """Return three voices: one in the middle, one on each side."""
    sounding = length + RATE
    shape = swell(sounding, RATE * 7 // 10, RATE * 14 // 10) * np.float32(0.2)
    middle = turn(_PAD, pitch, sounding)
    sides = np.stack([turn(_PAD, pitch, sounding, detune) for detune in (1.0023, 0.9978)])
    far = sides[::-1] * np.float32(0.3)
    voices: Sound = (middle + sides * np.float32(1.4) + far) * shape
    return voices


def _struck(pitch: int, length: int, table: Sound, ring: float, bright: float, gain: float) -> Sound:
    """Return a note that is brightest when it begins and dies away, damped where its length ends."""
    damping = RATE // 4
    sounding = min(length + damping, int(RATE * ring * 7))
    high = max(0.4, 1.0 - (pitch - 60) / 60)
    body = turn(_MELLOW, pitch, sounding) * decay(sounding, ring * high)
    edge = turn(table, pitch, sounding, 1.0004) * decay(sounding, bright * high)
    return (body + edge * np.float32(0.6)) * swell(sounding, RATE // 300, damping) * np.float32(gain)


def _bell(pitch: int, length: int) -> Sound:
    sounding = length + RATE * 2
    parts = ((1.0, 1.1, 0.6), (2.0, 0.7, 0.3), (2.76, 0.45, 0.22), (5.4, 0.2, 0.08))
    total = np.zeros(sounding, np.float32)
    for ratio, ring, strength in parts:
        total += turn(_PURE, pitch, sounding, ratio=ratio) * decay(sounding, ring) * np.float32(strength)
    return total * swell(sounding, RATE // 500, RATE) * np.float32(0.42)


def _bass(pitch: int, length: int) -> Sound:
    sounding = length + RATE // 4
    return turn(_BASS, pitch, sounding) * swell(sounding, RATE // 8, RATE // 2) * np.float32(0.6)


def _pulse(pitch: int, length: int) -> Sound:
    sounding = length + RATE // 5
    return turn(_PULSE, pitch, sounding) * decay(sounding, 0.16) * swell(sounding, RATE // 100, RATE // 8)


def tone(instrument: str, pitch: int, length: int) -> Sound:
    """Return one note of an instrument at full loudness."""
    if instrument == "piano":
        return _struck(pitch, length, _STRING, 0.9, 0.16, 0.62)
    if instrument == "pluck":
        return _struck(pitch, length, _STRING, 0.28, 0.07, 0.8)
    players = {"pad": _pad, "bell": _bell, "bass": _bass, "pulse": _pulse}
    if instrument not in players:
        raise SystemExit(f"no instrument is called {instrument}")
    return players[instrument](pitch, length)


def play(notes: list[list[Any]], length: int) -> Sound:
    """Return all notes together, left and right; a note that comes again is made once."""
    total = np.zeros((2, length), np.float32)
    made: dict[tuple[str, int, int], Sound] = {}
    for instrument, pitch, start, sounding, loudness in notes:
        # Lengths are rounded so that notes a sample longer or shorter are one; no ear tells them apart.
        form = (str(instrument), int(pitch), -(-int(sounding) // 480) * 480)
        if form not in made:
            made[form] = tone(*form)
        end = min(length, int(start) + made[form].shape[-1])
        force = seat(form[0], form[1]) * np.float32(loudness * loudness / 10_000)
        total[:, int(start) : end] += made[form][..., : end - int(start)] * force
    return total


def seat(instrument: str, pitch: int) -> Sound:
    """Return how strong a note is left and right: as strong together as in the middle, wherever it sits."""
    if instrument not in _SEATS:
        return np.ones((2, 1), np.float32)
    spread = _KEYBOARD * (pitch - 60) if instrument in ("piano", "pluck", "bell") else 0
    place = min(max(_SEATS[instrument] + spread, -_WIDEST), _WIDEST)
    return np.array([[math.sqrt((100 - place) / 100)], [math.sqrt((100 + place) / 100)]], np.float32)


def hall(dry: Sound) -> Sound:
    """Return the sound with the echo of a small hall: four combs that lose their heights, then two all-passes a side.

    The walls' signs make the echo equally strong on both sides, and unlike: it is around and not in the middle.
    """
    middle = (dry[0] + dry[1]) * np.float32(0.5)
    wet = np.zeros_like(dry)
    for delay, keep, *signs in _WALLS:
        echo = _comb(middle, delay, keep)
        for side, sign in enumerate(signs):
            wet[side] += echo * np.float32(sign)
    del middle, echo
    for side, delays in enumerate(((601, 197), (557, 223))):
        for delay in delays:
            wet[side] = _all_pass(wet[side], delay, 0.6)
    # In place: a cue may last for minutes, and memory is counted.
    wet *= np.float32(0.11)
    wet += dry
    return wet


def _comb(dry: Sound, delay: int, keep: float) -> Sound:
    out = np.zeros(len(dry) + delay + 1, np.float32)
    near, far = np.float32(keep * 0.62), np.float32(keep * 0.38)
    for first in range(0, len(dry), delay):
        count = min(delay, len(dry) - first)
        here = first + delay + 1
        past = out[first : first + count + 1]
        out[here : here + count] = dry[first : first + count] + past[1:] * near + past[:-1] * far
    return out[1 : len(dry) + 1]


def _all_pass(sound: Sound, delay: int, keep: float) -> Sound:
    out = np.zeros(len(sound) + delay, np.float32)
    before = np.concatenate([np.zeros(delay, np.float32), sound])
    gain = np.float32(keep)
    for first in range(0, len(sound), delay):
        count = min(delay, len(sound) - first)
        echo = before[first : first + count] + out[first : first + count] * gain
        out[first + delay : first + delay + count] = echo - sound[first : first + count] * gain
    return out[delay:]


def levelled(sound: Sound, level: int = LEVEL) -> npt.NDArray[np.int16]:
    """Return the sound at its level in 16 bits. Sums are of whole numbers: their order cannot matter."""
    power = count = peak = 0
    for whole in _whole(sound):
        heard = whole[np.abs(whole) > 8]
        power, count = power + int((heard * heard).sum()), count + len(heard)
        peak = max(peak, int(np.abs(whole).max(initial=0)))
    result = np.zeros(sound.shape, np.int16)
    if not count:
        return result
    mean = math.isqrt(power // count) or 1
    numerator, denominator = (level, mean) if peak * level <= HIGHEST * mean else (HIGHEST, peak)
    for index, whole in enumerate(_whole(sound)):
        result[:, index * _CHUNK : (index + 1) * _CHUNK] = whole * numerator // denominator
    return result


def _whole(sound: Sound) -> Iterator[Whole]:
    """Yield the sound in whole numbers, part by part."""
    for first in range(0, sound.shape[1], _CHUNK):
        yield np.rint(sound[:, first : first + _CHUNK] * np.float32(16_384)).astype(np.int64)


def main(arguments: list[str]) -> None:
    """Play the score."""
    score = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    length = int(score["samples"]) + int(score["tail"])
    samples = levelled(hall(play(score["notes"], length)))
    ramp = np.arange(RATE, 0, -1, dtype=np.int64)[-min(RATE, length) :]
    samples[:, length - len(ramp) :] = samples[:, length - len(ramp) :].astype(np.int64) * ramp // RATE
    write_pcm(Path("out.wav"), [samples.T], channels=2, length=length)


if __name__ == "__main__":
    main(sys.argv[1:])
