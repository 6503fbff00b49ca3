"""An encoded piece: its AAC packets, and the energies of the decoded sound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from reelmake.materials.media.pcm import Whole

LEAD = 10
"""Packets kept before a piece: it may join the previous piece in any of these, and the first one primes a decoder."""


@dataclass(frozen=True)
class EncodedPiece:
    """``LEAD`` packets before a piece, its own packets, and the energy of each of its steps after decoding."""

    packets: Sequence[bytes]
    energy: Whole

    def write(self, path: Path) -> None:
        """Write the piece to a file: a line of JSON, the sizes of the packets, the energies, the packets."""
        head = {"packets": len(self.packets), "steps": len(self.energy)}
        sizes = np.array([len(packet) for packet in self.packets], "<i4").tobytes()
        energy = self.energy.astype("<i8").tobytes()
        path.write_bytes(b"".join([json.dumps(head).encode("ascii") + b"\n", sizes, energy, *self.packets]))

    @classmethod
    def read(cls, path: Path) -> EncodedPiece:
        """Read a file written by ``write``."""
        line, _end, data = path.read_bytes().partition(b"\n")
        head = json.loads(line)
        sizes = np.frombuffer(data, "<i4", head["packets"])
        energy = np.frombuffer(data, "<i8", head["steps"], sizes.nbytes).astype(np.int64)
        ends = np.cumsum([sizes.nbytes + energy.nbytes, *sizes]).tolist()
        return cls([data[start:end] for start, end in pairwise(ends)], energy)
