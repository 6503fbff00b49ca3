"""AAC encoded in pieces of fixed length, joined packet by packet.

An AAC packet holds a block of 1024 samples and the one before it, and decoding needs nothing older. So packets of two
encoders join without a trace where both have seen the same sound for a while, and have shaped their windows alike
at the joint: that is looked up in the packets, and where it does not come true the whole is encoded in one piece.
"""

from __future__ import annotations

import itertools

from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.crafts.sound.mixing.without_silence import BLOCK, PIECE_UNITS, UNIT, Sounding, side_by_side

_BEFORE = UNIT
"""Samples a piece's encoder hears before those it is there for."""
_AFTER = 16 * BLOCK
"""Samples it hears after them; the joint may lie anywhere in these."""
_HEADER = 7


def encoded(sound: Sounding, graph: str, kbps: int) -> list[bytes]:
    """Return the ADTS packets of what sounds, after ``graph``, in stereo; the first primes the decoder."""

    def encode(start: int, end: int) -> list[bytes]:
        filters = f"{graph}{sides},aformat=sample_fmts=fltp"
        form = ("-c:a", "aac", "-aac_coder", "fast", "-aac_ms", "0", "-b:a", f"{kbps}k", "-ar", "48000")
        made = run_ffmpeg(
            *(*sound.form, "-af", filters, *form),
            *("-flags", "+bitexact", "-f", "adts", "pipe:1"),
            data=sound.samples[start:end].tobytes(),
        )
        return split_packets(made)

    sides = ",pan=stereo|c0=c0|c1=c0" if sound.samples.shape[1] == 1 else ""
    starts = sound.piece_starts
    spans = [(max(start - _BEFORE, 0), start + PIECE_UNITS * UNIT + _AFTER) for start in starts]
    pieces = side_by_side(lambda span: encode(*span), spans)
    joined = join([first // BLOCK for first, _end in spans], [start // BLOCK for start in starts], pieces)
    return joined or encode(0, len(sound.samples))


def split_packets(stream: bytes) -> list[bytes]:
    """Return the packets of an ADTS stream, each with its header."""
    packets = []
    position = 0
    while position + _HEADER <= len(stream):
        length = (stream[position + 3] & 3) << 11 | stream[position + 4] << 3 | stream[position + 5] >> 5
        packets.append(stream[position : position + length])
        position += max(length, _HEADER)
    return packets


def join(firsts: list[int], wanted: list[int], pieces: list[list[bytes]]) -> list[bytes] | None:
    """Return one sequence of packets, or nothing where two pieces do not fit.

    ``firsts`` are the numbers of the packets the pieces begin with, ``wanted`` those from which on each is taken.
    """
    whole = list(pieces[0])
    for first, start, piece in zip(firsts[1:], wanted[1:], pieces[1:], strict=True):
        joint = next((at for at in range(start, len(whole)) if _fits(whole[at - 1], piece[at - 1 - first])), None)
        if joint is None:
            return None
        whole[joint:] = piece[joint - first :]
    return whole


def _fits(one: bytes, other: bytes) -> bool:
    """Say whether two packets of the same sound have windows of one shape, for both channels."""
    window = _window(one)
    return window is not None and window == _window(other)


def _window(packet: bytes) -> int | None:
    """Return the window's sequence and shape, if the packet begins with a pair of channels that share them."""
    element, shared = packet[_HEADER] >> 5, packet[_HEADER] & 1
    return packet[_HEADER + 1] >> 4 & 0b111 if element == 1 and shared else None


def spread(packets: list[bytes], sound: Sounding) -> list[bytes]:
    """Return the packets of the whole timeline: where a unit was left out, the packet of its silence, again and again.

    What stands before or after a unit left out is silent too, so that its packets are those of silence.
    """
    blocks = iter(packets)
    timeline = [next(blocks)]
    for keep in sound.kept:
        unit = UNIT // BLOCK
        timeline += itertools.islice(blocks, unit) if keep else [timeline[-1]] * unit
    return timeline


def write_m4a(packets: list[bytes], length: int, path: str) -> None:
    """Write the packets as a file whose sound has ``length`` samples and begins behind the priming."""
    rest = length - (len(packets) - 2) * BLOCK
    begins = f"(N-1)*{BLOCK}"
    values = {"pts": begins, "dts": begins, "duration": f"if(eq(N\\,{len(packets) - 1})\\,{rest}\\,{BLOCK})"}
    times = ":".join(f"{name}=round(({value})/48000/TB)" for name, value in values.items())
    run_ffmpeg(
        *("-f", "aac", "-i", "pipe:0", "-c", "copy", "-bsf:a", f"setts={times}"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movie_timescale", "48000"),
        *("-f", "ipod", path),
        data=b"".join(packets),
    )
