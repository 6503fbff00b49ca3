"""Tool: bring a mix to its loudness, and encode it so that the encoded sound keeps to it.

    python -m reelmake.render.level_tool SPEC FFMPEG_DIGEST

Reads ``in/mix.wav`` and the JSON file SPEC, ``{"lufs": -16, "true_peak_db": -1, "kbps": 128}``, and writes ``out.m4a``.
With ``lufs`` null the sound stays as loud as it is.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.

Gain and ceiling are found on the unencoded sound, where a pass is cheap; then the encoded sound is measured, for an
encoder moves loudness a little and peaks a lot, and corrected at most a few times. Silence stays silence.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

SILENCE_LUFS = -69.0
"""The scale ends at -70; what lies there has nothing to be measured by."""
_STEP = Decimal("0.05")
_CLOSE_ENOUGH = 0.1
_HEADROOM = Decimal("1.2")
"""How far below the true peak the limiter's ceiling starts, in dB: it sees samples, not what lies between."""
_PLAIN_PASSES = 6
_SURE_FROM = 0.3
"""A correction smaller than this, in LU, needs no measurement of its own before the encoding."""
_FLATTEST = 0.25
"""What a dB of gain brings at least, in LU, however hard the limiter works against it."""
_ENCODED_PASSES = 6
_LOWEST_CEILING = Decimal(-20)


@dataclass(frozen=True)
class Target:
    lufs: float
    true_peak_db: int
    kbps: int


@dataclass(frozen=True)
class Setting:
    """A gain and a limiter's ceiling, in dB."""

    gain: Decimal
    ceiling: Decimal

    def graph(self) -> str:
        gain, limit = _factor(self.gain), _factor(self.ceiling)
        limiter = f"alimiter=limit={limit}:level=0:latency=1:attack=3:release=80"
        return f"aformat=sample_fmts=dbl,volume=volume={gain}:precision=double,{limiter}"


@dataclass(frozen=True)
class Measured:
    lufs: float
    true_peak: float
    """As a factor of full scale."""


def level(source: Path, result: Path, target: Target) -> None:
    """Write ``result``: the sound of ``source`` at the target's loudness and below its peak."""
    before = measure(source, "anull", mono=True)
    setting = Setting(Decimal(0), Decimal(target.true_peak_db) - _HEADROOM)
    if before.lufs <= SILENCE_LUFS:
        encode(source, result, setting, target.kbps)
        return
    setting = replace(setting, gain=_stepped(target.lufs - before.lufs))
    setting = _settled(source, setting, target)
    loudest = 10 ** (target.true_peak_db / 20)
    for _attempt in range(_ENCODED_PASSES):
        encode(source, result, setting, target.kbps)
        after = measure(result, "anull", mono=False)
        off = target.lufs - after.lufs
        over = after.true_peak > loudest
        if abs(off) <= _CLOSE_ENOUGH and not over:
            return
        if over:
            too_much = _stepped(20 * math.log10(after.true_peak / loudest)) + 3 * _STEP
            lower = max(setting.ceiling - too_much, _LOWEST_CEILING)
            setting = _settled(source, replace(setting, ceiling=lower), target)
        else:
            setting = replace(setting, gain=setting.gain + _stepped(off))


def _settled(source: Path, setting: Setting, target: Target) -> Setting:
    """Return the setting with the gain that reaches the loudness in spite of its limiter, by the secant rule."""
    slope = 1.0
    off = target.lufs - measure(source, setting.graph(), mono=True).lufs
    for _attempt in range(_PLAIN_PASSES):
        if abs(off) <= _CLOSE_ENOUGH / 2:
            break
        change = _stepped(off / slope)
        setting = replace(setting, gain=setting.gain + change)
        if abs(off) < _SURE_FROM:
            break
        left = target.lufs - measure(source, setting.graph(), mono=True).lufs
        slope = min(max((off - left) / float(change), _FLATTEST), 1.0)
        off = left
    return setting


def measure(path: Path, graph: str, *, mono: bool) -> Measured:
    """Return the loudness of a file after ``graph``; its true peak too unless it is the ``mono`` mix."""
    meter = "ebur128=framelog=quiet:metadata=1:" + ("dualmono=1" if mono else "peak=true")
    filters = f"{graph},{meter},ametadata=mode=print:file=-"
    said = _ffmpeg("-i", str(path), "-af", filters, "-f", "null", "-").decode("ascii", "replace")
    values: dict[str, float] = {}
    for line in said.splitlines():
        name, _sign, value = line.partition("=")
        if name in ("lavfi.r128.I", "lavfi.r128.true_peak"):
            values[name] = float(value)
    return Measured(values.get("lavfi.r128.I", -70.0), values.get("lavfi.r128.true_peak", 0.0))


def encode(source: Path, result: Path, setting: Setting, kbps: int) -> None:
    """Encode ``source`` as 48 kHz stereo AAC."""
    filters = f"{setting.graph()},pan=stereo|c0=c0|c1=c0,aformat=sample_fmts=fltp"
    form = ("-c:a", "aac", "-aac_coder", "fast", "-aac_ms", "0", "-b:a", f"{kbps}k", "-ar", "48000")
    clean = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movie_timescale", "48000")
    _ffmpeg("-i", str(source), "-af", filters, *form, *clean, "-f", "ipod", str(result))


def _ffmpeg(*arguments: str) -> bytes:
    quiet = ("-nostdin", "-hide_banner", "-y", "-loglevel", "error", "-cpuflags", "sse2")
    command = [os.environ["REELMAKE_FFMPEG"], *quiet, "-threads", "1", "-filter_threads", "1", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"ffmpeg ended with status {done.returncode}")
    return done.stdout


def _stepped(decibels: float) -> Decimal:
    """Return decibels in steps of 0.05, so that the last digit of a measurement decides nothing."""
    return Decimal(round(decibels * 20)) * _STEP


def _factor(decibels: Decimal) -> str:
    return f"{10 ** (float(decibels) / 20):.8f}"


def main(arguments: list[str]) -> None:
    """Level and encode the mix as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    mix = Path("in/mix.wav")
    lufs = measure(mix, "anull", mono=True).lufs if spec["lufs"] is None else spec["lufs"]
    level(mix, Path("out.m4a"), Target(lufs, spec["true_peak_db"], spec["kbps"]))


if __name__ == "__main__":
    main(sys.argv[1:])
