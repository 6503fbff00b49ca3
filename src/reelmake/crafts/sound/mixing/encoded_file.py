"""An encoded piece as it is kept: its packets, and how loud it is once it is decoded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from reelmake.materials.media.pcm import Whole

LEAD = 10
"""Packets before a piece that are kept: it may join the piece before in these, and the first primes a decoder."""


@dataclass(frozen=True)
class EncodedPiece:
    """A piece's AAC packets behind the ``LEAD`` before them, and the energy of each of its steps."""

    packets: Sequence[bytes]
    energy: Whole

    def write(self, path: Path) -> None:
        """Write it: a line of JSON, the packets' sizes, the energies, the packets."""
        head = {"packets": len(self.packets), "steps": len(self.energy)}
        sizes = np.array([len(packet) for packet in self.packets], "<i4").tobytes()
        energy = self.energy.astype("<i8").tobytes()
        path.write_bytes(b"".join([json.dumps(head).encode("ascii") + b"\n", sizes, energy, *self.packets]))

    @classmethod
    def read(cls, path: Path) -> EncodedPiece:
        """Read what ``write`` wrote."""
        line, _end, data = path.read_bytes().partition(b"\n")
        head = json.loads(line)
        sizes = np.frombuffer(data, "<i4", head["packets"])
        energy = np.frombuffer(data, "<i8", head["steps"], sizes.nbytes).astype(np.int64)
        ends = np.cumsum([sizes.nbytes + energy.nbytes, *sizes]).tolist()
        return cls([data[start:end] for start, end in pairwise(ends)], energy)
