"""Tool: make a noise or the air of a place out of layers of filtered noise and tones.

    python -m reelmake.sound.texture_tool TEXTURE

Reads the JSON file TEXTURE, ``{"samples": 960000, "loop": true, "level": 2320, "layers": […]}``, and writes ``out.wav``,
mono, 16 bits, 48 kHz. A loop's end joins its beginning. A layer is one of

    {"kind": "noise", "low": 200, "high": 2000, "gain": 100}       what of noise lies between two frequencies, in hertz
    {"kind": "tone", "hertz": 100, "to": 100, "partials": [100, 30], "gain": 20}       a tone, sliding to another
    {"kind": "grains", "low": 800, "high": 6000, "count": 400, "ring": 20, "gain": 60}       drops, ticks, crackling

each with ``at``, ``rise``, ``hold``, ``fall`` in milliseconds (none: it lasts) and ``sway`` (how much it comes and goes, in
percent) every ``every`` milliseconds. All of it is whole numbers, so the same layers are the same bytes everywhere.
"""

from __future__ import annotations

import json
import math
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 48_000
HIGHEST = 26_000
_ONE = 1 << 15
_SMOOTHINGS = 3
_HALF_POWER = 26
"""A moving average run three times halves the power at 26 % of the sample rate divided by its width."""

Whole = npt.NDArray[np.int64]


def noise(length: int, number: int) -> Whole:
    """Return noise; the same length and number always give the same."""
    return np.random.Generator(np.random.PCG64(number)).integers(-_ONE, _ONE, length, dtype=np.int64)


def smoothed(samples: Whole, hertz: int) -> Whole:
    """Return what lies below a frequency, the end joined to the beginning."""
    width = min(max(1, RATE * _HALF_POWER // (100 * hertz)), max(1, len(samples) // 4))
    for _ in range(_SMOOTHINGS if width > 1 else 0):
        around = np.concatenate([[0], samples[-width:], samples]).cumsum()
        samples = (around[width + 1 :] - around[1:-width]) // width
    return samples


def band(length: int, low: int, high: int, number: int) -> Whole:
    """Return noise between two frequencies, as loud as the noise it is made from."""
    raw = noise(length, number)
    upper = smoothed(raw, high) if high < RATE // 4 else raw
    return normal(upper - smoothed(upper, low) if low else upper)


def normal(samples: Whole) -> Whole:
    """Return samples with an RMS of a quarter of the scale."""
    power = math.isqrt(int((samples // 4 * (samples // 4)).sum()) // max(1, len(samples)))
    return samples * (_ONE // 16) // max(1, power)


def tone(length: int, layer: dict[str, Any]) -> Whole:
    """Return a tone of triangles rounded to near sines, sliding evenly from ``hertz`` to ``to``."""
    start, end = int(layer["hertz"]), int(layer.get("to", layer["hertz"]))
    steps = np.arange(length, dtype=np.int64)
    turns = steps * start + steps * steps // 2 * (end - start) // max(1, length)
    total = np.zeros(length, np.int64)
    for number, strength in enumerate(layer.get("partials", [100]), 1):
        phase = turns * number % RATE
        ramp = phase * 2 - RATE
        total += ramp * (RATE - np.abs(ramp)) // (RATE * RATE // 4 // (_ONE // 2)) * int(strength) // 100
    return total


def grains(length: int, layer: dict[str, Any], number: int) -> Whole:
    """Return short sounds strewn over the length, each dying away."""
    ring = max(8, int(layer["ring"]) * RATE // 1000)
    grain = band(max(ring, 64), int(layer["low"]), int(layer["high"]), number)[:ring]
    fading = np.arange(ring, 0, -1, dtype=np.int64)
    grain = grain * fading // ring * fading // ring * fading // ring
    dice = np.random.Generator(np.random.PCG64(number + 1))
    total = np.zeros(length + ring, np.int64)
    count = int(layer["count"])
    for place, force in zip(dice.integers(0, length, count), dice.integers(20, 101, count), strict=True):
        total[place : place + ring] += grain * force // 100
    total[:ring] += total[length:]
    return total[:length] * 4


def shaped(samples: Whole, layer: dict[str, Any]) -> Whole:
    """Return a layer with its swell, its end, and its coming and going."""
    sway = int(layer.get("sway", 0))
    if sway:
        count = max(2, len(samples) * 1000 // RATE // int(layer.get("every", 1000)))
        points = noise(count, count + sway) * sway // 100
        index = np.arange(len(samples), dtype=np.int64) * count
        left, part = index // len(samples), index % len(samples) * _ONE // len(samples)
        smooth = part * part // _ONE * (3 * _ONE - 2 * part) // _ONE
        ahead = points[(left + 1) % count]
        samples = samples * (_ONE + points[left] + (ahead - points[left]) * smooth // _ONE) // _ONE
    if "fall" not in layer:
        return samples
    rise, hold, fall = (max(1, int(layer.get(name, 0)) * RATE // 1000) for name in ("rise", "hold", "fall"))
    up = np.arange(rise, dtype=np.int64) * _ONE // rise
    down = np.arange(fall, 0, -1, dtype=np.int64) * _ONE // fall
    down = down * down // _ONE * down // _ONE
    shape = np.concatenate([up, np.full(hold, _ONE, np.int64), down])[: len(samples)]
    result: Whole = samples[: len(shape)] * shape // _ONE
    return result


def texture(spec: dict[str, Any]) -> npt.NDArray[np.int16]:
    """Return all layers together at the texture's level."""
    length = int(spec["samples"])
    total = np.zeros(length, np.int64)
    for index, layer in enumerate(spec["layers"]):
        at = int(layer.get("at", 0)) * RATE // 1000
        room = length - at
        if room < 64:
            continue
        if layer["kind"] == "tone":
            samples = tone(min(room, _span(layer, room)), layer)
        elif layer["kind"] == "grains":
            samples = grains(min(room, _span(layer, room)), layer, 11 + 2 * index)
        else:
            samples = band(min(room, _span(layer, room)), int(layer["low"]), int(layer["high"]), 11 + 2 * index)
        samples = shaped(samples, layer)[:room]
        total[at : at + len(samples)] += samples * int(layer["gain"]) // 100
    return _levelled(total, int(spec["level"]))


def _span(layer: dict[str, Any], room: int) -> int:
    """Return how many samples a layer sounds."""
    if "fall" not in layer:
        return room
    return max(64, sum(max(1, int(layer.get(name, 0)) * RATE // 1000) for name in ("rise", "hold", "fall")))


def _levelled(total: Whole, level: int) -> npt.NDArray[np.int16]:
    heard = total[np.abs(total) > int(np.abs(total).max(initial=1)) // 50]
    mean = max(1, math.isqrt(int((heard * heard).sum()) // max(1, len(heard))))
    peak = max(1, int(np.abs(total).max(initial=1)))
    numerator, denominator = (level, mean) if peak * level <= HIGHEST * mean else (HIGHEST, peak)
    return (total * numerator // denominator).astype(np.int16)


def main(arguments: list[str]) -> None:
    """Make the texture."""
    samples = texture(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    with wave.open("out.wav", "wb") as out:
        out.setparams((1, 2, RATE, len(samples), "NONE", ""))
        out.writeframesraw(samples.astype("<i2").tobytes())


if __name__ == "__main__":
    main(sys.argv[1:])
