"""Tool: lay mono 48 kHz WAV files on a timeline, to the sample, in whole-number arithmetic.

Reads the JSON file named on the command line and writes ``out.wav``, mono, 16 bits:

    {"samples": 2880000, "sounds": [["000001.wav", 12000], ["000002.wav", 96000]]}

Each sound is a file in ``in/`` and the sample it starts at. Where sounds together exceed 16 bits, the whole mix is
made quieter rather than cut; its loudness is set later.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reelmake.materials.media.pcm import Samples, read_pcm, write_pcm

CHUNK = 1 << 20
_LOUDEST = 32_767


def laid_out(sounds: list[tuple[int, Samples]], first: int, length: int) -> npt.NDArray[np.int32]:
    """Return ``length`` samples of the timeline from ``first`` on, the sounds in it added up."""
    total = np.zeros((length, 1), dtype=np.int32)
    for start, samples in sounds:
        begin, end = max(start, first), min(start + len(samples), first + length)
        if begin < end:
            total[begin - first : end - first] += samples[begin - start : end - start]
    return total


def main(arguments: list[str]) -> None:
    """Write the mix the JSON file describes."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    length = int(spec["samples"])
    files = {name: read_pcm(Path("in") / name, (1,)) for name, _start in spec["sounds"]}
    sounds = [(int(start), files[name]) for name, start in spec["sounds"]]
    chunks = [(first, min(CHUNK, length - first)) for first in range(0, length, CHUNK)]
    peak = max((int(np.abs(laid_out(sounds, *chunk)).max()) for chunk in chunks), default=0)

    def mixed() -> Iterator[npt.NDArray[np.integer]]:
        for chunk in chunks:
            total = laid_out(sounds, *chunk)
            yield total.astype(np.int64) * _LOUDEST // peak if peak > _LOUDEST else total

    write_pcm(Path("out.wav"), mixed(), channels=1, length=length)


if __name__ == "__main__":
    main(sys.argv[1:])
