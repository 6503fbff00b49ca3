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
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reelmake.materials.media.pcm import Whole, write_pcm

FORMATS = ("wav", "flac", "ogg", "mp3")
LEVEL = 2320
HIGHEST = 26_000
LONGEST = 48_000 * 600
"""Ten minutes; of anything longer the beginning is used."""
_DECODED = "decoded.pcm"
_CHUNK = 1 << 16


def main(arguments: list[str]) -> None:
    """Decode the sound and level it, a part at a time."""
    form = arguments[0]
    if form not in FORMATS:
        raise SystemExit(f"no sound is read as {form}")
    command = (
        *(os.environ["REELMAKE_FFMPEG"], "-nostdin", "-hide_banner", "-loglevel", "error", "-cpuflags", "sse2"),
        *("-threads", "1", "-filter_threads", "1", "-protocol_whitelist", "file", "-f", form, "-i", "in/sound", "-vn"),
        *("-ac", "2", "-ar", "48000", "-t", str(LONGEST // 48_000), "-f", "s16le", _DECODED),
    )
    done = subprocess.run(command, check=False)
    decoded = Path(_DECODED)
    samples = decoded.stat().st_size // 4 if decoded.is_file() else 0
    if done.returncode != 0 or not samples:
        raise SystemExit(f"ffmpeg ended with status {done.returncode} and {samples * 2} samples")
    power = count = peak = 0
    for part in _parts(decoded, samples):
        heard = part[np.abs(part) > 60]
        power, count = power + int((heard * heard).sum()), count + len(heard)
        peak = max(peak, int(np.abs(part).max()))
    mean, peak = math.isqrt(power // max(1, count)) or LEVEL, peak or 1
    top, bottom = (LEVEL, mean) if peak * LEVEL <= HIGHEST * mean else (HIGHEST, peak)
    levelled = (part * top // bottom for part in _parts(decoded, samples))
    write_pcm(Path("out.wav"), levelled, channels=2, length=samples)


def _parts(decoded: Path, samples: int) -> Iterator[Whole]:
    """Yield the decoded sound, left and right."""
    for first in range(0, samples, _CHUNK):
        values = np.fromfile(decoded, "<i2", min(_CHUNK, samples - first) * 2, offset=first * 4)
        yield values.reshape(-1, 2).astype(np.int64)


if __name__ == "__main__":
    main(sys.argv[1:])
