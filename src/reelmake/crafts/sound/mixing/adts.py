"""AAC packets of an ADTS stream, and the condition under which packets of two encoders can follow one another.

A packet covers a block of 1024 samples and the next one, and decoding a block needs two packets. So packets of two
encoders join without an artefact if both encoders had the same input for a while and chose the same window shape.
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
    """Say whether two packets of the same sound have the same window shape, for both channels."""
    window = _window(one)
    return window is not None and window == _window(other)


def _window(packet: bytes) -> int | None:
    """Return the window's sequence and shape, if the packet starts with a channel pair that shares them."""
    element, shared = packet[_HEADER] >> 5, packet[_HEADER] & 1
    return packet[_HEADER + 1] >> 4 & 0b111 if element == 1 and shared else None
