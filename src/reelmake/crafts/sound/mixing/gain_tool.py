"""Tool: find the gain and the ceiling that bring an episode to its loudness, from what was kept of its pieces.

    python -m reelmake.crafts.sound.mixing.gain_tool SPEC

Reads ``in/<piece>.levels`` and the JSON file SPEC, ``{"pieces": ["scene-1.001", …], "lufs": -16, "true_peak_db": -1,
"measured_on": "programme", "encoded": false}``. Writes ``out.json``, ``{"gain": 148, "ceiling": -32}``, in tenths of a dB.
With ``encoded``, ``in/<piece>.packets`` are there as well, made under ``in/gain.json``: what the encoder took is measured, and
that gain is kept if it was good enough.

The gain goes in steps, so that it is as it was after most changes of a line, and with it every piece that was not changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from reelmake.crafts.sound.mixing.encoded_file import EncodedPiece
from reelmake.crafts.sound.mixing.levels_file import DIALOGUE, PROGRAMME, Levels
from reelmake.crafts.sound.mixing.limiter import BLOCK, ONE, REACH, Setting, edges
from reelmake.crafts.sound.mixing.loudness import SILENCE, STEP, Powers, loudness
from reelmake.materials.media.pcm import Sums, Whole

HEADROOM = 22
"""How far below the true peak samples stay, in tenths of a dB: between them the wave goes higher, and an encoder raises
it again. So the encoded sound is under its true peak at once, and seldom has to be encoded a second time."""
LOST_IN_ENCODING = 0.09
"""What the encoder takes of the loudness, in LU, before that is measured: 0.07 to 0.11 in films, more of plain noise."""
STEP_OF_GAIN = 2
"""In tenths of a dB: at most half of it off. A changed line moves ten minutes by 0.02 LU, so one edit in a dozen changes
the gain, and everything is encoded again."""
CLOSE_ENOUGH = 0.15
"""How far off the encoded sound may be, in LU, with the gain that was expected to do."""
_SILENCE_LUFS = SILENCE + 1
"""The scale ends at -70; what lies there has nothing to be measured by."""
_MOST_FOR_THE_LIMITER = 60
"""Steps by which the gain may rise to make up for what the limiter takes."""
_QUIET = 1e10
"""Energy of a step below which what an encoder does to it says nothing."""
_CHUNK = 1 << 14
_BLOCKS = STEP // BLOCK


@dataclass(frozen=True)
class Programme:
    """The levels of a whole episode, its pieces after one another."""

    energy: Powers
    samples: Whole
    peaks: Sums

    @classmethod
    def of(cls, pieces: Sequence[Levels], measured_on: str) -> Programme:
        return cls(
            np.concatenate([piece.energies[measured_on] for piece in pieces]).astype(np.float64),
            np.concatenate([piece.step_samples for piece in pieces]),
            np.concatenate([piece.peaks for piece in pieces]),
        )

    def under(self, setting: Setting) -> Powers:
        """Return the energies under a gain and its limiter."""
        return self.energy * _limited(self.peaks, setting) * (setting.factor / 65_536) ** 2

    def loudness(self, setting: Setting) -> float:
        return loudness(self.under(setting), self.samples)


def measured_programme(pieces: Sequence[Levels], measured_on: str) -> Programme:
    """Return what loudness is measured on: the dialogue, where that is asked for and somebody speaks."""
    if measured_on == DIALOGUE:
        spoken = Programme.of(pieces, DIALOGUE)
        if loudness(spoken.energy, spoken.samples) > _SILENCE_LUFS:
            return spoken
    return Programme.of(pieces, PROGRAMME)


def setting_for(programme: Programme, lufs: float, true_peak_db: int) -> Setting:
    """Return the gain by which a programme has a loudness, to the nearest step, in spite of its limiter."""
    ceiling = true_peak_db * 10 - HEADROOM
    before = loudness(programme.energy, programme.samples)
    if before <= _SILENCE_LUFS:
        return Setting(0, ceiling)
    lowest = round((lufs - before) * 10 / STEP_OF_GAIN)
    highest = lowest + _MOST_FOR_THE_LIMITER

    def off(step: int) -> float:
        return programme.loudness(Setting(step * STEP_OF_GAIN, ceiling)) - lufs

    # A higher gain is never less loud, so the first that is loud enough is found by halving.
    while lowest < highest:
        middle = (lowest + highest) // 2
        lowest, highest = (lowest, middle) if off(middle) >= 0 else (middle + 1, highest)
    nearest = min((lowest - 1, lowest), key=lambda step: (abs(off(step)), step))
    return Setting(nearest * STEP_OF_GAIN, ceiling)


def corrected(programme: Programme, lost: Powers, first: Setting, lufs: float, true_peak_db: int) -> Setting:
    """Return the gain for a programme of which the encoder leaves these shares: the first one, if it will do."""
    after = replace(programme, energy=programme.energy * lost)
    off = after.loudness(first) - lufs
    # What is too quiet to measure stays as it is.
    return first if abs(off) <= CLOSE_ENOUGH or first.gain == 0 else setting_for(after, lufs, true_peak_db)


def left_by_encoder(mix: Programme, encoded: Powers, setting: Setting) -> Powers:
    """Return the share of each step's energy that is left once it is encoded."""
    plain = mix.under(setting)
    return np.where(plain > _QUIET, np.clip(encoded / np.maximum(plain, 1.0), 1 / 16, 4.0), 1.0)


def _limited(peaks: Sums, setting: Setting) -> Powers:
    """Return by how much the limiter lowers the power of each step."""
    reach = -(-REACH // BLOCK)
    found = np.ones(len(peaks) // _BLOCKS)
    size = _CHUNK * _BLOCKS
    for first in range(0, len(peaks), size):
        begin, end = max(first - reach, 0), min(first + size + reach, len(peaks))
        at_edges = edges(peaks[begin:end], setting)
        if int(at_edges.min()) == ONE:
            continue
        blocks = ((at_edges[:-1] + at_edges[1:]) / (2 * ONE))[first - begin :][:size].reshape(-1, _BLOCKS)
        # Loud blocks are what a step's power is made of, and what is lowered most.
        weights = peaks[first : first + size].astype(np.float64).reshape(-1, _BLOCKS) ** 2 + 1
        share = (blocks**2 * weights).sum(axis=1) / weights.sum(axis=1)
        found[first // _BLOCKS : first // _BLOCKS + len(share)] = share
    return found


def main(arguments: list[str]) -> None:
    """Find the gain as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    lufs, true_peak_db = spec["lufs"], spec["true_peak_db"]
    pieces = [Levels.read(Path("in") / f"{name}.levels") for name in spec["pieces"]]
    programme = measured_programme(pieces, spec["measured_on"])
    if spec["encoded"]:
        first = Setting(**json.loads(Path("in/gain.json").read_text(encoding="ascii")))
        encoded = [EncodedPiece.read(Path("in") / f"{name}.packets").energy for name in spec["pieces"]]
        mix = Programme.of(pieces, PROGRAMME)
        left = left_by_encoder(mix, np.concatenate(encoded).astype(np.float64), first)
        setting = corrected(programme, left, first, lufs, true_peak_db)
    else:
        setting = setting_for(programme, lufs + LOST_IN_ENCODING, true_peak_db)
    Path("out.json").write_text(json.dumps(asdict(setting)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
