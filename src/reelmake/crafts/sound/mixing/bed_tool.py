"""Tool: lay music or noises on a timeline, each with its gain and fades, all of it under one curve of gain.

Reads the JSON file named on the command line and writes ``out.wav``, stereo, 48 kHz, 16 bits:

    {"samples": 2880000, "sounds": [["000001.wav", 12000, 96000, 500, 4800, 9600, false]], "curve": [[0, 1000]]}

A sound is a file in ``in/``, mono or stereo, its start and length in samples, its gain in thousandths, its fades in
samples, and whether it begins again when it is over. The curve is the gain from a sample on; between two points it goes
smoothly. All of it is whole numbers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import Samples, read_pcm, write_pcm

CHUNK = 1 << 20
_ONE = 1 << 12

Whole = npt.NDArray[np.int32]


def heard(samples: Samples, place: list[Any], first: int, length: int) -> tuple[int, Whole] | None:
    """Return where in a chunk a sound begins, and what is heard of it there; None when nothing is."""
    _name, start, lasting, gain, fade_in, fade_out, loop = place
    lasting = lasting if loop else min(lasting, len(samples))
    begin, end = max(start, first), min(start + lasting, first + length)
    if begin >= end or not len(samples):
        return None
    inside = begin - start
    if loop:
        piece = samples[(np.arange(inside, end - start, dtype=np.int64) % len(samples))].astype(np.int32)
    else:
        piece = samples[inside : end - start].astype(np.int32)
    piece = piece * (gain * _ONE // 1000) >> 12
    if fade_in and inside < fade_in:
        count = min(fade_in - inside, len(piece))
        rising = np.arange(inside, inside + count, dtype=np.int64) * _ONE // fade_in
        piece[:count] = piece[:count] * rising[:, None] >> 12
    left = start + lasting - end
    if fade_out and left < fade_out:
        count = min(fade_out - left, len(piece))
        falling = np.arange(left + count, left, -1, dtype=np.int64) * _ONE // fade_out
        piece[-count:] = piece[-count:] * falling[:, None] >> 12
    return begin - first, piece


def curve(points: list[list[int]], first: int, length: int) -> Whole:
    """Return the gain of each sample of a chunk, as parts of 4096."""
    gains = np.full(length, _ONE, np.int32)
    for index, (at, gain) in enumerate(points):
        until, goal = points[index + 1] if index + 1 < len(points) else (first + length, gain)
        begin, end = max(at, first), min(until, first + length)
        if begin >= end:
            continue
        way = np.arange(begin - at, end - at, dtype=np.int64) * _ONE // max(1, until - at)
        smooth = way * way * (3 * _ONE - 2 * way) >> 24
        gains[begin - first : end - first] = (gain * _ONE + (goal - gain) * smooth) // 1000
    return gains


def main(arguments: list[str]) -> None:
    """Write the bed the JSON file describes."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    length = int(spec["samples"])
    files = {place[0]: read_pcm(Path("in") / place[0]) for place in spec["sounds"]}

    def laid() -> Iterator[npt.NDArray[np.integer]]:
        for first in range(0, length, CHUNK):
            count = min(CHUNK, length - first)
            total = np.zeros((count, 2), np.int32)
            for place in spec["sounds"]:
                found = heard(files[place[0]], place, first, count)
                if found is not None:
                    total[found[0] : found[0] + len(found[1])] += found[1]
            if spec["curve"]:
                yield total.astype(np.int64) * curve(spec["curve"], first, count)[:, None] >> 12
            else:
                yield total

    write_pcm(Path("out.wav"), laid(), channels=2, length=length)


if __name__ == "__main__":
    main(sys.argv[1:])
