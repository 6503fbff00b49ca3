"""Tool: bring dialogue, music and effects to a loudness together, under one gain and one limiter.

    python -m reelmake.crafts.sound.mixing.master_tool SPEC FFMPEG_DIGEST

Reads ``in/dialogue.wav``, ``in/music.wav``, ``in/effects.wav`` (48 kHz, 16 bits, of one length, mono in the middle) and
the JSON file SPEC, ``{"lufs": -16, "true_peak_db": -1, "measured_on": "programme", "stem": ""}``. Writes ``out.wav``,
stereo: with no stem named the mix of all three, 16 bits; else that stem, 24 bits, at every sample under the same gain,
so that the stems sum to the mix.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.

ffmpeg only measures. The gain and the limiter are whole numbers, the same on any processor.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelmake.materials.media.pcm import RATE, Samples, Whole, read_pcm, write_pcm

STEMS = ("dialogue", "music", "effects")
SILENCE_LUFS = -69.0
_CHUNK = 1 << 20
_BLOCK = 64
"""Samples that share a gain before it is made smooth."""
_REACH = 24
"""Blocks to either side over which the limiter comes and goes: 32 ms."""
_ONE = 1 << 15
_HEADROOM_DB = 2.2
"""How far below the true peak samples stay: between them the wave goes higher, and an encoder raises it again. So the
encoded sound is under its true peak at once, and need not be encoded a second time."""
_CLOSE_ENOUGH = 0.06
_PASSES = 6


@dataclass(frozen=True)
class Setting:
    """A gain, in 65536ths, and the gain of each block of samples under the limiter, in 32768ths."""

    gain: int
    blocks: Whole

    def gains(self, first: int, count: int) -> Whole:
        """Return the gain of each of ``count`` samples from ``first`` on, in 2^31sts."""
        begin = first // _BLOCK
        edges = self.blocks[begin : begin + -(-count // _BLOCK) + 1]
        step = np.arange(_BLOCK, dtype=np.int64)
        smooth = (edges[:-1, None] * (_BLOCK - step) + edges[1:, None] * step).reshape(-1, 1)[:count]
        # The gain has 16 and the blocks 15 + 6 places behind the point.
        return self.gain * (smooth >> 6)


def under(samples: Whole | Samples, gains: Whole) -> Whole:
    """Return samples of 16 bits under their gains, in 24 bits."""
    return samples * gains + (1 << 22) >> 23


def limited(peaks: Whole, gain: int, ceiling: int) -> Whole:
    """Return the gain at each block's edge that keeps every peak under the ceiling, coming and going smoothly."""
    loudest = np.maximum(peaks * gain >> 16, 1)
    needed = np.minimum(_ONE, ceiling * _ONE // loudest)
    if int(needed.min(initial=_ONE)) == _ONE:
        return np.full(len(peaks) + 1, _ONE, np.int64)
    width = 2 * _REACH + 1
    # An edge belongs to both its blocks, and the lowest of the reach is averaged over it: never above what is needed.
    held = np.pad(needed, _REACH * 2 + 1, constant_values=_ONE)
    lowest = np.lib.stride_tricks.sliding_window_view(held, width + 1).min(axis=1)
    summed = np.concatenate([[0], lowest.cumsum()])
    smooth: Whole = (summed[width:] - summed[:-width])[: len(peaks) + 1] // width
    return smooth


def master(stems: list[Samples], lufs: float, true_peak_db: int, measured_on: str) -> Setting:
    """Return the gain and limiter by which the stems together, or the dialogue in them, have the loudness."""
    chosen = [0] if measured_on == "dialogue" else list(range(len(stems)))
    unity = Setting(1 << 16, np.full(len(stems[0]) // _BLOCK + 2, _ONE, np.int64))
    loudness = measure(stems, chosen, unity, quieter=3)
    if loudness <= SILENCE_LUFS and measured_on == "dialogue":
        return master(stems, lufs, true_peak_db, "programme")
    if loudness <= SILENCE_LUFS:
        return unity
    peaks = block_peaks(stems)
    ceiling = round(10 ** ((true_peak_db - _HEADROOM_DB) / 20) * 32_768)
    decibels, slope, setting, off = lufs - loudness, 1.0, unity, 0.0
    for attempt in range(_PASSES):
        gain = round(10 ** (_stepped(decibels) / 20) * 65_536)
        setting = Setting(gain, limited(peaks, gain, ceiling))
        left = lufs - measure(stems, chosen, setting)
        if abs(left) <= _CLOSE_ENOUGH:
            break
        if attempt and abs(off) > _CLOSE_ENOUGH:
            slope = min(max((off - left) / (off / slope), 0.25), 1.0)
        decibels, off = decibels + left / slope, left
    return setting


def block_peaks(stems: list[Samples]) -> Whole:
    """Return the highest sample of the mix in each block."""
    length = len(stems[0])
    peaks = np.zeros(length // _BLOCK + 1, np.int64)
    for first in range(0, length, _CHUNK):
        total = np.abs(_sum(stems, first)).max(axis=1)
        whole = np.pad(total, (0, -len(total) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1)
        peaks[first // _BLOCK : first // _BLOCK + len(whole)] = whole
    return peaks


def _sum(stems: list[Samples], first: int) -> Whole:
    first_one, *others = (stem[first : first + _CHUNK] for stem in stems)
    total = first_one.astype(np.int64)
    for other in others:
        total = total + other
    return total


def measure(stems: list[Samples], chosen: list[int], setting: Setting, *, quieter: int = 0) -> float:
    """Return the loudness in LUFS of the chosen stems under a setting, as two loudspeakers play them.

    ``quieter`` halves the sound so many times while it is measured, where it might not fit.
    """
    meter = "ebur128=framelog=quiet:metadata=1:dualmono=1"
    channels = max(stems[index].shape[1] for index in chosen)
    form = ("-f", "s32le", "-ar", str(RATE), "-ac", str(channels), "-i", "pipe:0")
    command = (
        *(os.environ["REELMAKE_FFMPEG"], "-nostdin", "-hide_banner", "-loglevel", "error", "-cpuflags", "sse2"),
        *("-threads", "1", "-filter_threads", "1", *form),
        *("-af", f"{meter},ametadata=mode=print:file=said.txt", "-f", "null", "-"),
    )
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert process.stdin is not None  # noqa: S101 a pipe was asked for
    with process.stdin as pipe:
        for first in range(0, len(stems[0]), _CHUNK):
            total = _sum([stems[index] for index in chosen], first)
            sound = under(total, setting.gains(first, len(total)))
            pipe.write((sound << 8 >> quieter).clip(-(1 << 31), (1 << 31) - 1).astype("<i4").tobytes())
    if process.wait() != 0:
        raise SystemExit(f"ffmpeg ended with status {process.returncode}")
    loudness = -70.0
    for line in Path("said.txt").read_text(encoding="ascii", errors="replace").splitlines():
        name, _sign, value = line.partition("=")
        if name == "lavfi.r128.I":
            loudness = float(value)
    return loudness if loudness <= SILENCE_LUFS else loudness + 6.0206 * quieter


def write(stems: list[Samples], setting: Setting, stem: str) -> None:
    """Write the mix, or one stem, under the setting."""
    length = len(stems[0])
    wanted = [stems[STEMS.index(stem)]] if stem else stems

    def chunks() -> Iterator[Whole]:
        for first in range(0, length, _CHUNK):
            gains = setting.gains(first, min(_CHUNK, length - first))
            one, *others = (under(samples[first : first + _CHUNK], gains) for samples in wanted)
            heard = one if stem else sum(others, one) + 128 >> 8
            yield np.broadcast_to(heard, (len(heard), 2))

    write_pcm(Path("out.wav"), chunks(), channels=2, length=length, bits=24 if stem else 16)


def _stepped(decibels: float) -> float:
    """Return decibels in steps of 0.05, so that the last digit of a measurement decides nothing."""
    return round(decibels * 20) / 20


def main(arguments: list[str]) -> None:
    """Master as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    stems = [read_pcm(Path("in") / f"{name}.wav") for name in STEMS]
    setting = master(stems, spec["lufs"], spec["true_peak_db"], spec["measured_on"])
    write(stems, setting, spec["stem"])


if __name__ == "__main__":
    main(sys.argv[1:])
