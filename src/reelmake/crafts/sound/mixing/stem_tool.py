"""Tool: write a stem of an episode's sound, or its mix, with the gain and limiter of the film.

    python -m reelmake.crafts.sound.mixing.stem_tool SPEC

Reads the sounds and ``gain.json`` in ``in/`` and the JSON file SPEC, ``{"samples": 28800000, "stem": "music", "stems":
{…}}``. Writes ``out.wav``, stereo: that stem with 24 bits, or the mix of all three with 16 bits if the name is empty. All
stems have the same gain at every sample, so they sum to the mix. The file is rendered in chunks, so memory use does not
grow with the length.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from reelmake.crafts.sound.mixing.laying import Stem, stems_of
from reelmake.crafts.sound.mixing.limiter import BLOCK, REACH, Setting, block_peaks, edges, gains, under
from reelmake.materials.media.pcm import Whole, write_pcm

_CHUNK = BLOCK << 11
_REACH = -(-REACH // BLOCK) * BLOCK


def chunks(stems: Mapping[str, Stem], samples: int, setting: Setting, stem: str) -> Iterator[Whole]:
    """Yield the mix (16 bits) or one stem (24 bits), chunk by chunk."""
    for first in range(0, samples, _CHUNK):
        count = min(_CHUNK, samples - first)
        # Rendered with a margin on both sides, because the limiter looks in both directions.
        laid = {name: one.laid(first - _REACH, count + 2 * _REACH) for name, one in stems.items()}
        inner = slice(_REACH, _REACH + count)
        words, music, effects = laid.values()
        gain = gains(edges(block_peaks(words + music + effects), setting)[_REACH // BLOCK :], setting, count)
        if stem:
            yield np.broadcast_to(under(laid[stem][inner], gain), (count, 2))
        else:
            yield under(words[inner], gain) + under(music[inner], gain) + under(effects[inner], gain) + 128 >> 8


def main(arguments: list[str]) -> None:
    """Write what the JSON file specifies."""
    spec = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    setting = Setting(**json.loads(Path("in/gain.json").read_text(encoding="ascii")))
    samples, stem = int(spec["samples"]), str(spec["stem"])
    made = chunks(stems_of(spec["stems"]), samples, setting, stem)
    write_pcm(Path("out.wav"), made, channels=2, length=samples, bits=24 if stem else 16)


if __name__ == "__main__":
    main(sys.argv[1:])
