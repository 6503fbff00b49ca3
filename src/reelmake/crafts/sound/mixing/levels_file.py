"""What is kept of a piece to find the gain of the whole: its energies and its peaks, a thousandth of its size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelmake.crafts.sound.mixing.limiter import BLOCK
from reelmake.crafts.sound.mixing.loudness import STEP
from reelmake.materials.media.pcm import Sums, Whole

PROGRAMME, DIALOGUE = "programme", "dialogue"


@dataclass(frozen=True)
class Levels:
    """Energies per step of what loudness is measured on, and peaks per block, from a piece's first sample on."""

    samples: int
    energies: dict[str, Whole]
    """Of the programme, and of the dialogue where that is measured."""
    peaks: Sums
    """As many blocks as the steps hold."""

    def write(self, path: Path) -> None:
        """Write them: a line of JSON, then the numbers."""
        head = {"samples": self.samples, "energies": list(self.energies)}
        parts = [energy.astype("<i8").tobytes() for energy in self.energies.values()]
        parts.append(self.peaks.astype("<i4").tobytes())
        path.write_bytes(json.dumps(head).encode("ascii") + b"\n" + b"".join(parts))

    @classmethod
    def read(cls, path: Path) -> Levels:
        """Read what ``write`` wrote."""
        line, _end, data = path.read_bytes().partition(b"\n")
        head = json.loads(line)
        samples, energies, place = int(head["samples"]), {}, 0
        steps = -(-samples // STEP)
        for name in head["energies"]:
            energies[name] = np.frombuffer(data, "<i8", steps, place).astype(np.int64)
            place += steps * 8
        peaks = np.frombuffer(data, "<i4", steps * (STEP // BLOCK), place).astype(np.int32)
        return cls(samples, energies, peaks)

    @property
    def step_samples(self) -> Whole:
        """Return how many samples each step has; the last may be short."""
        steps = np.full(-(-self.samples // STEP), STEP, np.int64)
        if self.samples % STEP:
            steps[-1] = self.samples % STEP
        return steps
