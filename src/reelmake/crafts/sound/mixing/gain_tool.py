"""Tool: find the gain and the ceiling that bring an episode to its loudness, from what was kept of its pieces.

    python -m reelmake.crafts.sound.mixing.gain_tool SPEC

Reads ``in/<piece>.levels`` and the JSON file SPEC, ``{"pieces": ["s1.001.levels", …], "lufs": -16, "true_peak_db": -1,
"measured_on": "programme"}``. Writes ``out.json``, ``{"gain": 148, "ceiling": -32}``, in tenths of a dB. The gain goes in
steps, so that it is as it was after most changes of a line, and with it every piece that was not changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from reelmake.crafts.sound.mixing.levels_file import DIALOGUE, PROGRAMME, Levels
from reelmake.crafts.sound.mixing.limiter import BLOCK, ONE, REACH, Setting, edges
from reelmake.crafts.sound.mixing.loudness import SILENCE, STEP, Powers, loudness
from reelmake.materials.media.pcm import Sums, Whole

SILENCE_LUFS = SILENCE + 1
"""The scale ends at -70; what lies there has nothing to be measured by."""
HEADROOM = 22
"""How far below the true peak samples stay, in tenths of a dB: between them the wave goes higher, and an encoder raises
it again. So the encoded sound is under its true peak at once, and seldom has to be encoded a second time."""
LOST_IN_ENCODING = 0.09
"""What the encoder takes of the loudness, in LU: 0.07 to 0.11 was measured on films."""
STEP_OF_GAIN = 2
"""In tenths of a dB: at most half of it off, where 2 are allowed. A changed line moves ten minutes by 0.15, so that the
gain changes in one of a dozen edits, and everything has to be encoded again."""
_MOST_FOR_THE_LIMITER = 60
"""Steps by which the gain may rise to make up for what the limiter takes."""
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

    def loudness(self, setting: Setting) -> float:
        """Return how loud it is under a gain and its limiter."""
        return loudness(self.energy * _limited(self.peaks, setting) * (setting.factor / 65_536) ** 2, self.samples)


def found_setting(pieces: Sequence[Levels], lufs: float, true_peak_db: int, measured_on: str) -> Setting:
    """Return the gain and ceiling by which the whole, or the dialogue in it, has the loudness once it is encoded."""
    unity = Setting(0, true_peak_db * 10 - HEADROOM)
    if measured_on == DIALOGUE:
        spoken = Programme.of(pieces, DIALOGUE)
        if loudness(spoken.energy, spoken.samples) <= SILENCE_LUFS:
            return found_setting(pieces, lufs, true_peak_db, PROGRAMME)
    programme = Programme.of(pieces, measured_on)
    before = loudness(programme.energy, programme.samples)
    if before <= SILENCE_LUFS:
        return unity
    aim = lufs + LOST_IN_ENCODING
    lowest = round((aim - before) * 10 / STEP_OF_GAIN)
    highest = lowest + _MOST_FOR_THE_LIMITER

    def off(step: int) -> float:
        return programme.loudness(Setting(step * STEP_OF_GAIN, unity.ceiling)) - aim

    # A higher gain is never less loud, so the first that is loud enough is found by halving.
    while lowest < highest:
        middle = (lowest + highest) // 2
        lowest, highest = (lowest, middle) if off(middle) >= 0 else (middle + 1, highest)
    nearest = min((lowest - 1, lowest), key=lambda step: (abs(off(step)), step))
    return Setting(nearest * STEP_OF_GAIN, unity.ceiling)


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
        weights = peaks[first : first + size].astype(np.float64).reshape(-1, _BLOCKS) ** 2 + 1
        # Loud blocks are what a step's power is made of, and what is lowered most.
        found[first // _BLOCKS : first // _BLOCKS + len(blocks)] = (blocks**2 * weights).sum(axis=1) / weights.sum(
            axis=1
        )
    return found


def main(arguments: list[str]) -> None:
    """Find the gain as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    pieces = [Levels.read(Path("in") / name) for name in spec["pieces"]]
    setting = found_setting(pieces, spec["lufs"], spec["true_peak_db"], spec["measured_on"])
    Path("out.json").write_text(json.dumps(asdict(setting)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
