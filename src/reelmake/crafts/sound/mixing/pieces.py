"""An episode's sound in pieces: where each begins, and how many AAC packets of it are heard.

A section is a run of whole scenes; its pieces lie on a grid of its own that begins where it does. So nothing in a piece
depends on how long the episode is before it, and a scene that gets longer leaves the pieces of later sections as they are.
In the encoded sound a section begins at the packet nearest to its first sample: at most half a packet, 10.7 ms, off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PACKET = 1024
"""Samples of one AAC packet."""
UNIT = 75 * PACKET
"""Whole packets, whole steps of loudness (100 ms and 20 ms) and whole blocks of the limiter: 1.6 s."""
PIECE = 15 * UNIT
"""24 s: long enough that starting the encoder costs little, short enough that a changed line makes little again."""
BEFORE = 32 * PACKET
"""What a piece hears before it begins: packets to join it in, the encoder getting going, the limiter's reach."""
AFTER = 9 * PACKET
"""What it hears after its end: a packet more where the grid asks for it, the encoder's and the limiter's look ahead."""


@dataclass(frozen=True)
class Section:
    """A stretch of the episode with a grid of its own, in samples."""

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
    """What begins later belongs to another section, and is not heard in this piece, however far it hears ahead."""
    packets: int
    """How many packets of it are heard. They depend on where the section lies, and so are in no piece's key."""

    @property
    def encoded(self) -> int:
        """Packets to encode: one more than the samples fill, for the grid may ask for it."""
        return -(-self.samples // PACKET) + 1


def pieces_of(sections: Sequence[Section]) -> tuple[Piece, ...]:
    """Return the pieces of all sections, one after another; together they have every packet of the episode once."""
    ends = [_nearest(section.end) for section in sections]
    if sections:
        # The last packet holds the end, however little of it.
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
    """Yield where pieces begin in a section; the last is between half a piece and one and a half."""
    yield from range(0, max(samples - PIECE // 2, 1), PIECE)


def _nearest(sample: int) -> int:
    return (sample + PACKET // 2) // PACKET
