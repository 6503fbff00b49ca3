"""Loudness of a sound in memory by ffmpeg's ebur128, measured in pieces side by side.

ffmpeg says how loud each 400 ms are, every 100 ms; gating them into one number (ITU-R BS.1770-4) is done here, over the
steps of all pieces. A piece is heard from a while before on, so that its first steps are those of the whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.crafts.sound.mixing.without_silence import BLOCK, PIECE_UNITS, UNIT, Sounding, side_by_side

_SCALE_END = -70.0
_STEPS_BEFORE = UNIT // 4_800
_RELATIVE_GATE = -10.0
_OFFSET = 0.691


@dataclass(frozen=True)
class Measured:
    lufs: float
    true_peak: float
    """As a factor of full scale."""


def of_plain(sound: Sounding, graph: str) -> float:
    """Return the loudness of what sounds, after ``graph``, heard from two speakers."""

    def steps(start: int) -> list[float]:
        first = max(start - UNIT, 0)
        data = sound.samples[first : start + PIECE_UNITS * UNIT].tobytes()
        return _measured(sound.form, f"{graph},ebur128=framelog=quiet:metadata=1:dualmono=1", data, start > first)[0]

    return gated([step for piece in side_by_side(steps, sound.piece_starts) for step in piece])


def of_packets(packets: list[bytes]) -> Measured:
    """Return the loudness and the true peak of AAC packets, the first of which primes the decoder."""
    per_unit = UNIT // BLOCK

    def piece(start: int) -> tuple[list[float], float]:
        first = max(start - per_unit, 0)
        data = b"".join(packets[first : start + PIECE_UNITS * per_unit + 1])
        # The first packet decodes to the second half of a block whose first half is not there.
        graph = f"atrim=start_sample={BLOCK},asetpts=N,ebur128=framelog=quiet:metadata=1:peak=true"
        return _measured(("-f", "aac", "-i", "pipe:0"), graph, data, start > first)

    pieces = side_by_side(piece, range(0, len(packets) - 1, PIECE_UNITS * per_unit))
    return Measured(gated([step for steps, _peak in pieces for step in steps]), max(peak for _steps, peak in pieces))


def gated(steps: list[float]) -> float:
    """Return the loudness of a whole from the loudness of its 400 ms blocks."""
    heard = [10 ** ((step + _OFFSET) / 10) for step in steps if step > _SCALE_END]
    if not heard:
        return _SCALE_END
    gate = sum(heard) / len(heard) * 10 ** (_RELATIVE_GATE / 10)
    loud = [power for power in heard if power > gate]
    return 10 * math.log10(sum(loud) / len(loud)) - _OFFSET


def _measured(source: tuple[str, ...], graph: str, data: bytes, heard_before: bool) -> tuple[list[float], float]:
    """Return the loudness at each step but those heard only to begin with, and the highest true peak."""
    filters = f"{graph},ametadata=mode=print:file=-"
    said = run_ffmpeg(*source, "-af", filters, "-f", "null", "-", data=data).decode("ascii", "replace")
    steps: list[float] = []
    peak = 0.0
    for line in said.splitlines():
        name, _sign, value = line.partition("=")
        if name == "lavfi.r128.M":
            steps.append(float(value))
        elif name == "lavfi.r128.true_peak":
            peak = float(value)
    return steps[_STEPS_BEFORE if heard_before else 0 :], peak
