"""Tool: bring a mix to its loudness, and encode it so that the encoded sound keeps to it.

    python -m reelmake.crafts.sound.mixing.level_tool SPEC FFMPEG_DIGEST

Reads ``in/mix.wav`` and the JSON file SPEC, ``{"lufs": -16, "true_peak_db": -1, "kbps": 128}``, and writes ``out.m4a``.
With ``lufs`` null the sound stays as loud as it is.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.

Gain and ceiling are found on the unencoded sound, where a pass is cheap; then the encoded sound is measured, for an
encoder moves loudness a little and peaks a lot, and corrected at most a few times. Silence stays silence, and long
silences are neither measured nor encoded; the rest is worked on in pieces, on as many cores as there are.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from reelmake.crafts.sound.mixing.aac_pieces import encoded, spread, write_m4a
from reelmake.crafts.sound.mixing.loudness import of_packets, of_plain
from reelmake.crafts.sound.mixing.without_silence import Sounding, read_sounding

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
_LOST_IN_ENCODING = 0.05
"""What the encoder takes of the loudness, in LU: 0 to 0.12 was measured. So one encoding mostly does."""
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


def levelled(sound: Sounding, target: Target) -> list[bytes]:
    """Return the AAC packets of what sounds, at the target's loudness and below its peak."""
    before = of_plain(sound, "anull")
    setting = Setting(Decimal(0), Decimal(target.true_peak_db) - _HEADROOM)
    if before <= SILENCE_LUFS:
        return encoded(sound, setting.graph(), target.kbps)
    aim = replace(target, lufs=target.lufs + _LOST_IN_ENCODING)
    setting = _settled(sound, replace(setting, gain=_stepped(aim.lufs - before)), aim)
    loudest = 10 ** (target.true_peak_db / 20)
    packets: list[bytes] = []
    for _attempt in range(_ENCODED_PASSES):
        packets = encoded(sound, setting.graph(), target.kbps)
        after = of_packets(packets)
        off = target.lufs - after.lufs
        over = after.true_peak > loudest
        if abs(off) <= _CLOSE_ENOUGH and not over:
            break
        if over:
            too_much = _stepped(20 * math.log10(after.true_peak / loudest)) + 3 * _STEP
            lower = max(setting.ceiling - too_much, _LOWEST_CEILING)
            setting = _settled(sound, replace(setting, ceiling=lower), aim)
        else:
            setting = replace(setting, gain=setting.gain + _stepped(off))
    return packets


def _settled(sound: Sounding, setting: Setting, target: Target) -> Setting:
    """Return the setting with the gain that reaches the loudness in spite of its limiter, by the secant rule."""
    slope = 1.0
    off = target.lufs - of_plain(sound, setting.graph())
    for _attempt in range(_PLAIN_PASSES):
        if abs(off) <= _CLOSE_ENOUGH / 2:
            break
        change = _stepped(off / slope)
        setting = replace(setting, gain=setting.gain + change)
        if abs(off) < _SURE_FROM:
            break
        left = target.lufs - of_plain(sound, setting.graph())
        slope = min(max((off - left) / float(change), _FLATTEST), 1.0)
        off = left
    return setting


def _stepped(decibels: float) -> Decimal:
    """Return decibels in steps of 0.05, so that the last digit of a measurement decides nothing."""
    return Decimal(round(decibels * 20)) * _STEP


def _factor(decibels: Decimal) -> str:
    return f"{10 ** (float(decibels) / 20):.8f}"


def main(arguments: list[str]) -> None:
    """Level and encode the mix as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    sound = read_sounding(Path("in/mix.wav"))
    lufs = of_plain(sound, "anull") if spec["lufs"] is None else spec["lufs"]
    packets = levelled(sound, Target(lufs, spec["true_peak_db"], spec["kbps"]))
    write_m4a(spread(packets, sound), sound.length, "out.m4a")


if __name__ == "__main__":
    main(sys.argv[1:])
