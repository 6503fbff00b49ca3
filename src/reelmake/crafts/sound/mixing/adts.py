"""AAC packets as an ADTS stream has them, and where two encoders' packets of the same sound may follow one another.

A packet holds a block of 1024 samples and the one before it, and decoding needs nothing older. So packets of two
encoders join without a trace where both have heard the same for a while and have shaped their windows alike.
"""

from __future__ import annotations

_HEADER = 7


def split_packets(stream: bytes) -> list[bytes]:
    """Return the packets of an ADTS stream, each with its header."""
    packets = []
    position = 0
    while position + _HEADER <= len(stream):
        length = (stream[position + 3] & 3) << 11 | stream[position + 4] << 3 | stream[position + 5] >> 5
        packets.append(stream[position : position + length])
        position += max(length, _HEADER)
    return packets


def windows_fit(one: bytes, other: bytes) -> bool:
    """Say whether two packets of the same sound have windows of one shape, for both channels."""
    window = _window(one)
    return window is not None and window == _window(other)


def _window(packet: bytes) -> int | None:
    """Return the window's sequence and shape, if the packet begins with a pair of channels that share them."""
    element, shared = packet[_HEADER] >> 5, packet[_HEADER] & 1
    return packet[_HEADER + 1] >> 4 & 0b111 if element == 1 and shared else None
