"""Tool: bring a sound file of the library into the form all sounds have: stereo, 48 kHz, 16 bits, as loud as speech.

    python -m reelmake.crafts.sound.import_tool FORMAT FFMPEG_DIGEST

Reads ``in/sound`` as FORMAT and nothing else, for a media file may be a list of other files in disguise. Writes ``out.wav``.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from reelmake.materials.media.pcm import write_pcm

FORMATS = ("wav", "flac", "ogg", "mp3")
LEVEL = 2320
HIGHEST = 26_000
LONGEST = 48_000 * 600
"""Ten minutes; of anything longer the beginning is used."""


def main(arguments: list[str]) -> None:
    """Decode the sound and level it."""
    form = arguments[0]
    if form not in FORMATS:
        raise SystemExit(f"no sound is read as {form}")
    command = (
        *(os.environ["REELMAKE_FFMPEG"], "-nostdin", "-hide_banner", "-loglevel", "error", "-cpuflags", "sse2"),
        *("-threads", "1", "-filter_threads", "1", "-protocol_whitelist", "file", "-f", form, "-i", "in/sound", "-vn"),
        *("-ac", "2", "-ar", "48000", "-t", str(LONGEST // 48_000), "-f", "s16le", "pipe:1"),
    )
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    samples = np.frombuffer(done.stdout[: len(done.stdout) // 4 * 4], "<i2").astype(np.int64)
    if done.returncode != 0 or not len(samples):
        raise SystemExit(f"ffmpeg ended with status {done.returncode} and {len(samples)} samples")
    heard = samples[np.abs(samples) > 60]
    mean = math.isqrt(int((heard * heard).sum()) // max(1, len(heard))) or LEVEL
    peak = int(np.abs(samples).max()) or 1
    top, bottom = (LEVEL, mean) if peak * LEVEL <= HIGHEST * mean else (HIGHEST, peak)
    sides = (samples * top // bottom).reshape(-1, 2)
    write_pcm(Path("out.wav"), [sides], channels=2, length=len(sides))


if __name__ == "__main__":
    main(sys.argv[1:])
