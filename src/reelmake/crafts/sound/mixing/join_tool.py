"""Tool: join encoded pieces into one file, packet by packet, without encoding anything again.

    python -m reelmake.crafts.sound.mixing.join_tool SPEC FFMPEG_DIGEST

Reads ``in/<piece>.packets`` and the JSON file SPEC, ``{"samples": 28800000, "pieces": [["scene-1.001.packets", 1125], …]}``:
how long the sound is, and how many packets of each piece are heard. Writes ``out.m4a``, one part after another, so that
memory does not grow with the length.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reelmake.crafts.sound.mixing.adts import windows_fit
from reelmake.crafts.sound.mixing.encoded_file import LEAD, EncodedPiece
from reelmake.crafts.sound.mixing.ffmpeg_pipe import feed_ffmpeg
from reelmake.crafts.sound.mixing.pieces import PACKET

Part = tuple[Sequence[bytes], int]
"""A piece's packets, ``LEAD`` of them before it begins, and how many are heard from there on."""


def joined(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield the packets of the whole; the first primes the decoder.

    A piece takes over before it begins, in its lead, where it and the piece before it hold the same sound: at the last
    packet there at which both have windows of one shape. So what is new where a section begins is not cut into.
    """
    held: Sequence[bytes] = []
    for packets, heard in parts:
        if not heard:
            continue
        if not held:
            held = packets[LEAD - 1 : LEAD + heard]
            continue
        back = _joint(held, packets)
        yield from held[: len(held) - back]
        held = packets[LEAD - back : LEAD + heard]
    yield from held


def _joint(before: Sequence[bytes], after: Sequence[bytes]) -> int:
    """Return how many packets before its beginning a piece takes over."""
    furthest = min(LEAD - 1, len(before) - 2)
    fitting = (back for back in range(1, furthest + 1) if windows_fit(before[-back - 1], after[LEAD - back - 1]))
    return next(fitting, 0)


def write_m4a(packets: Iterable[bytes], count: int, length: int, path: str) -> None:
    """Write ``count`` packets as a file whose sound has ``length`` samples and begins behind the priming."""
    rest = length - (count - 2) * PACKET
    begins = f"(N-1)*{PACKET}"
    values = {"pts": begins, "dts": begins, "duration": f"if(eq(N\\,{count - 1})\\,{rest}\\,{PACKET})"}
    times = ":".join(f"{name}=round(({value})/48000/TB)" for name, value in values.items())
    feed_ffmpeg(
        *("-f", "aac", "-i", "pipe:0", "-c", "copy", "-bsf:a", f"setts={times}"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movie_timescale", "48000"),
        *("-f", "ipod", path),
        data=packets,
    )


def main(arguments: list[str]) -> None:
    """Join as the JSON file says."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    parts = ((EncodedPiece.read(Path("in") / name).packets, heard) for name, heard in spec["pieces"])
    count = 1 + sum(heard for _name, heard in spec["pieces"])
    write_m4a(joined(parts), count, int(spec["samples"]), "out.m4a")


if __name__ == "__main__":
    main(sys.argv[1:])
