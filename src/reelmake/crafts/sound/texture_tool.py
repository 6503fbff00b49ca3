"""Tool: make a noise or the air of a place out of layers of filtered noise and tones.

    python -m reelmake.crafts.sound.texture_tool TEXTURE

Reads the JSON file TEXTURE, ``{"samples": 960000, "loop": true, "level": 2320, "width": 60, "layers": […]}``, and writes
``out.wav``, stereo, 16 bits, 48 kHz. A loop's end joins its beginning. Width says in percent how far left and right
differ: 0 is all in the middle. A layer is one of

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
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import RATE, Whole, write_pcm

HIGHEST = 26_000
_ONE = 1 << 15
_SMOOTHINGS = 3
_OTHER = 1000
"""What sets the number of the second noise of a layer apart from the first."""
_HALF_POWER = 26
"""A moving average run three times halves the power at 26 % of the sample rate divided by its width."""


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


def wide(length: int, layer: dict[str, Any], number: int, width: int) -> Whole:
    """Return a band of noise, left and right: one that both share, and one that they have with opposite signs."""
    low, high = int(layer["low"]), int(layer["high"])
    middle = band(length, low, high, number)
    if not width:
        return np.stack([middle, middle])
    side = band(length, low, high, number + _OTHER) * width // 100
    return np.stack([middle + side, middle - side])


def grains(length: int, layer: dict[str, Any], number: int, width: int) -> Whole:
    """Return short sounds strewn over the length and from left to right, each dying away."""
    ring = max(8, int(layer["ring"]) * RATE // 1000)
    grain = band(max(ring, 64), int(layer["low"]), int(layer["high"]), number)[:ring]
    fading = np.arange(ring, 0, -1, dtype=np.int64)
    grain = grain * fading // ring * fading // ring * fading // ring
    dice = np.random.Generator(np.random.PCG64(number + 1))
    total = np.zeros((2, length + ring), np.int64)
    count = int(layer["count"])
    places, forces = dice.integers(0, length, count), dice.integers(20, 101, count)
    seats = dice.integers(-width, width + 1, count)
    for place, force, seat in zip(places, forces, seats, strict=True):
        sound = grain * force // 100
        total[0, place : place + ring] += sound * (100 - seat) // 100
        total[1, place : place + ring] += sound * (100 + seat) // 100
    total[:, :ring] += total[:, length:]
    return total[:, :length] * 4


def shaped(samples: Whole, layer: dict[str, Any]) -> Whole:
    """Return a layer with its swell, its end, and its coming and going."""
    sway = int(layer.get("sway", 0))
    if sway:
        length = samples.shape[1]
        count = max(2, length * 1000 // RATE // int(layer.get("every", 1000)))
        points = noise(count, count + sway) * sway // 100
        index = np.arange(length, dtype=np.int64) * count
        left, part = index // length, index % length * _ONE // length
        smooth = part * part // _ONE * (3 * _ONE - 2 * part) // _ONE
        ahead = points[(left + 1) % count]
        samples = samples * (_ONE + points[left] + (ahead - points[left]) * smooth // _ONE) // _ONE
    if "fall" not in layer:
        return samples
    rise, hold, fall = (max(1, int(layer.get(name, 0)) * RATE // 1000) for name in ("rise", "hold", "fall"))
    up = np.arange(rise, dtype=np.int64) * _ONE // rise
    down = np.arange(fall, 0, -1, dtype=np.int64) * _ONE // fall
    down = down * down // _ONE * down // _ONE
    shape = np.concatenate([up, np.full(hold, _ONE, np.int64), down])[: samples.shape[1]]
    result: Whole = samples[:, : len(shape)] * shape // _ONE
    return result


def texture(spec: dict[str, Any]) -> npt.NDArray[np.int16]:
    """Return all layers together at the texture's level, left and right."""
    length, width = int(spec["samples"]), int(spec.get("width", 0))
    total = np.zeros((2, length), np.int64)
    for index, layer in enumerate(spec["layers"]):
        at = int(layer.get("at", 0)) * RATE // 1000
        room = length - at
        if room < 64:
            continue
        if layer["kind"] == "tone":
            samples = tone(min(room, _span(layer, room)), layer)[None, :]
        elif layer["kind"] == "grains":
            samples = grains(min(room, _span(layer, room)), layer, 11 + 2 * index, width)
        else:
            samples = wide(min(room, _span(layer, room)), layer, 11 + 2 * index, width)
        samples = shaped(samples, layer)[:, :room]
        total[:, at : at + samples.shape[1]] += samples * int(layer["gain"]) // 100
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
    write_pcm(Path("out.wav"), [samples.T], channels=2, length=samples.shape[1])


if __name__ == "__main__":
    main(sys.argv[1:])
