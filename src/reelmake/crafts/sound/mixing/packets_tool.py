"""Tool: encode a piece of an episode's sound, under the gain and the limiter of the whole.

    python -m reelmake.crafts.sound.mixing.packets_tool SPEC FFMPEG_DIGEST

Reads the sounds and ``gain.json`` in ``in/`` and the JSON file SPEC, ``{"window": 2400000, "before": 32768, "packets": 1126,
"true_peak_db": -1, "kbps": 128, "stems": {…}}``: how many samples are laid, how many of them come before the piece, and how many
packets it has. Writes ``out.aac``: those packets behind the ``LEAD`` that come before them.
The digest is not read; it makes the program that REELMAKE_FFMPEG names a part of the action's key.

An encoder raises peaks. What it made is decoded, and where it goes over, the limiter goes down around the place and the
piece is encoded again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.crafts.sound.mixing.adts import split_packets
from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.crafts.sound.mixing.laying import mix_of, stems_of
from reelmake.crafts.sound.mixing.limiter import BLOCK, ONE, Setting, block_peaks, edges, gains, under
from reelmake.crafts.sound.mixing.pieces import PACKET
from reelmake.crafts.sound.mixing.true_peak import CHUNK, SCALE, true_peaks
from reelmake.materials.media.pcm import RATE, Sums, Whole

LEAD = 10
"""Packets before a piece that are kept: it may join the piece before in these, and the first primes a decoder."""
_ATTEMPTS = 6
_CHUNK = BLOCK << 8
_BELOW_DB = 0.1
"""How far below the true peak the encoded sound is kept, for meters differ."""
_FURTHER = 994
"""How much further than by what it is over a peak is lowered, in thousandths."""
_AROUND = 2 * PACKET // BLOCK
"""Blocks to either side of a peak that are lowered: a packet's error is spread over its two blocks of sound."""


def encoded(mix: Sums, before: int, packets: int, setting: Setting, true_peak_db: int, kbps: int) -> list[bytes]:
    """Return a piece's packets and the lead before them."""
    peaks = block_peaks(mix)
    caps = np.full(len(peaks), ONE, np.int64)
    highest = round(10 ** ((true_peak_db - _BELOW_DB) / 20) * SCALE)
    first = before // PACKET - LEAD
    made: list[bytes] = []
    for _attempt in range(_ATTEMPTS):
        limited = _limited(mix, edges(peaks, setting, caps), setting)
        made = _encode(limited, kbps)[first + 1 : first + 1 + LEAD + packets]
        over = true_peaks(_decode(made), highest)
        if int(over.max(initial=0)) <= highest:
            break
        _lower(caps, over, highest, (first + 1) * PACKET)
    return made


def _limited(mix: Sums, at_edges: Whole, setting: Setting) -> npt.NDArray[np.int32]:
    """Return a mix under its gain, in 32 bits."""
    sound = np.empty(mix.shape, "<i4")
    for first in range(0, len(mix), _CHUNK):
        part = mix[first : first + _CHUNK]
        gain = gains(at_edges[first // BLOCK :], setting, len(part))
        sound[first : first + len(part)] = under(part, gain).clip(-SCALE, SCALE - 1) << 8
    return sound


def _encode(sound: npt.NDArray[np.int32], kbps: int) -> list[bytes]:
    form = (
        "-f",
        "s32le",
        "-ar",
        str(RATE),
        "-ac",
        str(sound.shape[1]),
        "-i",
        "pipe:0",
        "-af",
        "aformat=sample_fmts=fltp",
    )
    codec = ("-c:a", "aac", "-aac_coder", "fast", "-aac_ms", "0", "-b:a", f"{kbps}k", "-ar", str(RATE))
    return split_packets(
        run_ffmpeg(*form, *codec, "-flags", "+bitexact", "-f", "adts", "pipe:1", data=sound.data.cast("B"))
    )


def _decode(packets: list[bytes]) -> npt.NDArray[np.float32]:
    """Return what packets sound like; the first is only what the second begins from."""
    form = ("-f", "aac", "-i", "pipe:0", "-f", "f32le", "-ac", "2", "pipe:1")
    heard: npt.NDArray[np.float32] = np.frombuffer(run_ffmpeg(*form, data=b"".join(packets)), "<f4").reshape(-1, 2)
    return heard[PACKET:]


def _lower(caps: Whole, over: Whole, highest: int, first: int) -> None:
    """Lower the blocks around each peak that is too high, a little more than it is; sound begins at sample ``first``."""
    shares = np.full(len(caps), ONE, np.int64)
    for chunk in np.flatnonzero(over > highest):
        begin = (first + int(chunk) * CHUNK) // BLOCK
        around = slice(max(begin - _AROUND, 0), begin + CHUNK // BLOCK + _AROUND)
        shares[around] = np.minimum(shares[around], highest * _FURTHER * ONE // (int(over[chunk]) * 1000))
    caps[:] = caps * shares // ONE


def main(arguments: list[str]) -> None:
    """Encode as the JSON file says."""
    spec: dict[str, Any] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    setting = Setting(**json.loads(Path("in/gain.json").read_text(encoding="ascii")))
    mix = mix_of(stems_of(spec["stems"]), int(spec["window"]))
    made = encoded(mix, int(spec["before"]), int(spec["packets"]), setting, spec["true_peak_db"], spec["kbps"])
    Path("out.aac").write_bytes(b"".join(made))


if __name__ == "__main__":
    main(sys.argv[1:])
