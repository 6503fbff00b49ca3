"""The levels of a piece, from which the gain of the whole episode is computed: energies and peaks."""

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
    """Energies per step and peaks per block, from the first sample of a piece."""

    samples: int
    energies: dict[str, Whole]
    """Energies of the programme, and of the dialogue if the profile measures it."""
    peaks: Sums
    """Padded with zeros to whole steps."""

    def write(self, path: Path) -> None:
        """Write the levels to a file: a line of JSON, then the arrays."""
        head = {"samples": self.samples, "energies": list(self.energies)}
        parts = [energy.astype("<i8").tobytes() for energy in self.energies.values()]
        parts.append(self.peaks.astype("<i4").tobytes())
        path.write_bytes(json.dumps(head).encode("ascii") + b"\n" + b"".join(parts))

    @classmethod
    def read(cls, path: Path) -> Levels:
        """Read a file written by ``write``."""
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
        """Return the number of samples in each step; the last may be short."""
        steps = np.full(-(-self.samples // STEP), STEP, np.int64)
        if self.samples % STEP:
            steps[-1] = self.samples % STEP
        return steps
