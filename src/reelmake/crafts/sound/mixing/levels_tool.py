"""Tool: measure a piece of an episode's sound before gain: energies and peaks.

    python -m reelmake.crafts.sound.mixing.levels_tool SPEC FFMPEG_DIGEST

Reads the sounds in ``in/`` and the JSON file SPEC, ``{"before": 32768, "samples": 1152000, "measured_on": "programme",
"stems": {…}}``: the number of samples before the piece, the number in it, and the stems (see ``laying``). Writes
``out.levels``. The digest is not read; it puts the program that REELMAKE_FFMPEG names into the action's key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from reelmake.crafts.sound.mixing.laying import mix_of, stems_of
from reelmake.crafts.sound.mixing.levels_file import DIALOGUE, PROGRAMME, Levels
from reelmake.crafts.sound.mixing.limiter import BLOCK, block_peaks
from reelmake.crafts.sound.mixing.loudness import STEP, energies


def levels(spec: dict[str, Any]) -> Levels:
    """Return the levels of the piece that a spec describes."""
    before, samples = int(spec["before"]), int(spec["samples"])
    end = before + samples
    stems = stems_of(spec["stems"])
    mix = mix_of(stems, end)
    found = {PROGRAMME: energies(mix, before)}
    if spec["measured_on"] == DIALOGUE:
        # Mono is played by both loudspeakers.
        found[DIALOGUE] = 2 * energies(stems[DIALOGUE].laid(0, end), before)
    peaks = block_peaks(mix[before:])
    blocks = -(-samples // STEP) * (STEP // BLOCK)
    return Levels(samples, found, np.pad(peaks, (0, blocks - len(peaks))))


def main(arguments: list[str]) -> None:
    """Measure as the JSON file says."""
    levels(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))).write(Path("out.levels"))


if __name__ == "__main__":
    main(sys.argv[1:])
