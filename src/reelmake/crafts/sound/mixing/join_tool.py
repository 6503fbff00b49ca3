"""Tool: join encoded pieces into one file, packet by packet, without encoding again.

    python -m reelmake.crafts.sound.mixing.join_tool SPEC FFMPEG_DIGEST

Reads ``in/<piece>.packets`` and the JSON file SPEC, ``{"samples": 28800000, "pieces": [["scene-1.001.packets", 1125],
…]}``: the length of the sound, and how many packets of each piece to use. Writes ``out.m4a``. Pieces are read one at a
time, so memory use does not grow with the length. The digest is not read; it puts the program that REELMAKE_FFMPEG
names into the action's key.
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
"""The packets of a piece, ``LEAD`` of them before its start, and how many to use from its start on."""


def joined(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield the packets of the whole film; the first one primes the decoder.

    A piece takes over within its lead, where both pieces contain the same sound: at the last packet at which both have
    the same window shape. Sounds that start with a section are therefore not affected by the join.
    """
    held: Sequence[bytes] = []
    for packets, used in parts:
        if not used:
            continue
        if not held:
            held = packets[LEAD - 1 : LEAD + used]
            continue
        back = _joint(held, packets)
        yield from held[: len(held) - back]
        held = packets[LEAD - back : LEAD + used]
    yield from held


def _joint(before: Sequence[bytes], after: Sequence[bytes]) -> int:
    """Return how many packets before its start the second piece takes over; 0 if no window shape matches."""
    furthest = min(LEAD - 1, len(before) - 2)
    fitting = (back for back in range(1, furthest + 1) if windows_fit(before[-back - 1], after[LEAD - back - 1]))
    return next(fitting, 0)


def write_m4a(packets: Iterable[bytes], count: int, length: int, path: str) -> None:
    """Write ``count`` packets as a file whose sound has ``length`` samples and starts after the priming packet."""
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
    """Join as the JSON file specifies."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    parts = ((EncodedPiece.read(Path("in") / name).packets, used) for name, used in spec["pieces"])
    count = 1 + sum(used for _name, used in spec["pieces"])
    write_m4a(joined(parts), count, int(spec["samples"]), "out.m4a")


if __name__ == "__main__":
    main(sys.argv[1:])
