"""Tool: compute the gain and the limiter's ceiling that bring an episode to its loudness, from its pieces' levels.

    python -m reelmake.crafts.sound.mixing.gain_tool SPEC

Reads ``in/<piece>.levels`` and the JSON file SPEC, ``{"pieces": ["scene-1.001", …], "lufs": -16, "true_peak_db": -1,
"measured_on": "programme", "encoded": false}``. Writes ``out.json``, ``{"gain": 148, "ceiling": -32}``, in tenths of
a dB. With ``encoded``, it also reads ``in/<piece>.packets``, encoded with the gain in ``in/gain.json``. That gain is
returned if the encoded sound is close enough to the target; otherwise a corrected one is.

The gain has steps of 0.2 dB, so that most edits leave it unchanged, and with it every piece that was not edited.
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
"""How far below the true peak limit samples stay, in tenths of a dB: the waveform exceeds its samples, and the encoder
raises peaks further. With this headroom a piece seldom has to be encoded twice."""
LOST_IN_ENCODING = 0.09
"""Expected loss of loudness by the encoder, in LU: 0.07 to 0.11 in films, more for noise."""
STEP_OF_GAIN = 2
"""In tenths of a dB. Editing a line of a ten-minute episode moves its loudness by about 0.02 LU, so about one edit in
twelve changes the gain, and with it every encoded piece."""
CLOSE_ENOUGH = 0.15
"""Deviation of the encoded sound, in LU, up to which the expected gain is kept."""
_SILENCE_LUFS = SILENCE + 1
"""Near the end of the scale (-70 LUFS) there is nothing to measure."""
_MOST_FOR_THE_LIMITER = 60
"""Steps by which the gain may be raised to compensate for the limiter."""
_QUIET = 1e10
"""Energy of a step below which the encoder's loss is not evaluated."""
_CHUNK = 1 << 14
_BLOCKS = STEP // BLOCK


@dataclass(frozen=True)
class Programme:
    """The levels of a whole episode."""

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
        """Return the energies after a gain and its limiter."""
        return self.energy * _limited(self.peaks, setting) * (setting.factor / 65_536) ** 2

    def loudness(self, setting: Setting) -> float:
        return loudness(self.under(setting), self.samples)


def measured_programme(pieces: Sequence[Levels], measured_on: str) -> Programme:
    """Return what loudness is measured on: the dialogue if the profile asks for it and there is any."""
    if measured_on == DIALOGUE:
        spoken = Programme.of(pieces, DIALOGUE)
        if loudness(spoken.energy, spoken.samples) > _SILENCE_LUFS:
            return spoken
    return Programme.of(pieces, PROGRAMME)


def setting_for(programme: Programme, lufs: float, true_peak_db: int) -> Setting:
    """Return the gain, to the nearest step, with which a programme has a loudness after its limiter."""
    ceiling = true_peak_db * 10 - HEADROOM
    before = loudness(programme.energy, programme.samples)
    if before <= _SILENCE_LUFS:
        return Setting(0, ceiling)
    lowest = round((lufs - before) * 10 / STEP_OF_GAIN)
    highest = lowest + _MOST_FOR_THE_LIMITER

    def off(step: int) -> float:
        return programme.loudness(Setting(step * STEP_OF_GAIN, ceiling)) - lufs

    # Loudness never falls with gain, so bisection finds the first step that is loud enough.
    while lowest < highest:
        middle = (lowest + highest) // 2
        lowest, highest = (lowest, middle) if off(middle) >= 0 else (middle + 1, highest)
    nearest = min((lowest - 1, lowest), key=lambda step: (abs(off(step)), step))
    return Setting(nearest * STEP_OF_GAIN, ceiling)


def corrected(programme: Programme, lost: Powers, first: Setting, lufs: float, true_peak_db: int) -> Setting:
    """Return the gain for a programme whose steps keep these shares of their energy; the first gain if it is close."""
    after = replace(programme, energy=programme.energy * lost)
    off = after.loudness(first) - lufs
    # A gain of 0 means silence, which is not raised.
    return first if abs(off) <= CLOSE_ENOUGH or first.gain == 0 else setting_for(after, lufs, true_peak_db)


def left_by_encoder(mix: Programme, encoded: Powers, setting: Setting) -> Powers:
    """Return the share of each step's energy that remains after encoding."""
    plain = mix.under(setting)
    return np.where(plain > _QUIET, np.clip(encoded / np.maximum(plain, 1.0), 1 / 16, 4.0), 1.0)


def _limited(peaks: Sums, setting: Setting) -> Powers:
    """Return the factor by which the limiter lowers the energy of each step."""
    reach = -(-REACH // BLOCK)
    found = np.ones(len(peaks) // _BLOCKS)
    size = _CHUNK * _BLOCKS
    for first in range(0, len(peaks), size):
        begin, end = max(first - reach, 0), min(first + size + reach, len(peaks))
        at_edges = edges(peaks[begin:end], setting)
        if int(at_edges.min()) == ONE:
            continue
        blocks = ((at_edges[:-1] + at_edges[1:]) / (2 * ONE))[first - begin :][:size].reshape(-1, _BLOCKS)
        # Weighted by the peaks, because loud blocks hold most of the energy and are lowered most.
        weights = peaks[first : first + size].astype(np.float64).reshape(-1, _BLOCKS) ** 2 + 1
        share = (blocks**2 * weights).sum(axis=1) / weights.sum(axis=1)
        found[first // _BLOCKS : first // _BLOCKS + len(share)] = share
    return found


def main(arguments: list[str]) -> None:
    """Compute the gain as the JSON file specifies."""
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
