"""Cuts an episode's sound into pieces, and assigns AAC packets to them.

A section is a run of whole scenes. Its pieces lie on a grid that starts with the section, so a piece does not depend on
what comes before its section, and lengthening a scene leaves the pieces of later sections unchanged. In the encoded
sound a section starts at the packet nearest to its first sample: at most half a packet (10.7 ms) off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PACKET = 1024
"""Samples of one AAC packet."""
UNIT = 75 * PACKET
"""1.6 s: a whole number of packets, of loudness steps (100 ms and 20 ms) and of limiter blocks."""
PIECE = 15 * UNIT
"""24 s: long enough that starting the encoder costs little, short enough that an edit remakes little."""
BEFORE = 32 * PACKET
"""Samples rendered before a piece: the packets it may join in, the encoder's run-up, the limiter's reach."""
AFTER = 9 * PACKET
"""Samples rendered after a piece: a spare packet, and the look-ahead of encoder and limiter."""


@dataclass(frozen=True)
class Section:
    """A part of the episode with a grid of its own, in samples."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A part of a section, in samples of the episode."""

    name: str
    start: int
    samples: int
    section_end: int
    """Sounds that start later belong to the next section and are not rendered here."""
    packets: int
    """How many of its packets the film uses. This depends on the section's position, so it is in no piece's key."""

    @property
    def encoded(self) -> int:
        """Packets to encode: one more than the samples fill, because the film's grid may need it."""
        return -(-self.samples // PACKET) + 1


def pieces_of(sections: Sequence[Section]) -> tuple[Piece, ...]:
    """Return the pieces of all sections in order. Together they cover every packet of the episode once."""
    ends = [_nearest(section.end) for section in sections]
    if sections:
        # The last packet may be only partly filled.
        ends[-1] = -(-sections[-1].end // PACKET)
    found: list[Piece] = []
    for section, end in zip(sections, ends, strict=True):
        first = _nearest(section.start)
        starts = list(_starts(section.end - section.start))
        for number, (start, following) in enumerate(zip(starts, [*starts[1:], None], strict=True), 1):
            begins = section.start + start
            ends_at = section.end if following is None else section.start + following
            last_packet = end if following is None else first + following // PACKET
            found.append(
                Piece(
                    name=f"{section.name}.{number:03d}",
                    start=begins,
                    samples=ends_at - begins,
                    section_end=section.end,
                    packets=max(last_packet - first - start // PACKET, 0),
                )
            )
    return tuple(found)


def _starts(samples: int) -> Iterator[int]:
    """Yield where the pieces of a section start. The last piece is 0.5 to 1.5 times as long as the others."""
    yield from range(0, max(samples - PIECE // 2, 1), PIECE)


def _nearest(sample: int) -> int:
    return (sample + PACKET // 2) // PACKET
