"""Tool: encode a piece of an episode's sound, with the gain and limiter of the whole episode.

    python -m reelmake.crafts.sound.mixing.packets_tool SPEC FFMPEG_DIGEST

Reads the sounds and ``gain.json`` in ``in/`` and the JSON file SPEC, ``{"window": 1200000, "before": 32768, "samples":
1152000, "packets": 1126, "true_peak_db": -1, "kbps": 128, "stems": {…}}``: the number of samples to render, how many of
them come before the piece, how many are in it, and the number of packets to write. Writes ``out.packets``. The digest
is not read; it puts the program that REELMAKE_FFMPEG names into the action's key.

The encoder raises peaks. The packets are decoded, and if a true peak is too high, the limiter is lowered around it and
the piece is encoded again.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelmake.crafts.sound.mixing.adts import split_packets
from reelmake.crafts.sound.mixing.encoded_file import LEAD, EncodedPiece
from reelmake.crafts.sound.mixing.ffmpeg_pipe import run_ffmpeg
from reelmake.crafts.sound.mixing.laying import mix_of, stems_of
from reelmake.crafts.sound.mixing.limiter import BLOCK, ONE, Setting, block_peaks, edges, gains, under
from reelmake.crafts.sound.mixing.loudness import CURVE, FULL_SCALE, squared
from reelmake.crafts.sound.mixing.pieces import PACKET
from reelmake.crafts.sound.mixing.true_peak import CHUNK, SCALE, true_peaks
from reelmake.materials.media.pcm import RATE, Sums, Whole

_ATTEMPTS = 6
_CHUNK = BLOCK << 8
_BELOW_DB = 0.1
"""How far below the true peak limit the encoded sound is kept, because meters differ."""
_FURTHER = 994
"""Additional factor, in thousandths, by which a peak that is too high is lowered."""
_AROUND = 2 * PACKET // BLOCK
"""Blocks on either side of a peak that are lowered: the error of a packet spreads over the samples it covers."""


@dataclass(frozen=True)
class Piece:
    """A piece to encode: its position and length in a rendered mix, and its number of packets."""

    mix: Sums
    before: int
    samples: int
    packets: int


def encoded(piece: Piece, setting: Setting, true_peak_db: int, kbps: int) -> EncodedPiece:
    """Return a piece encoded with its gain, below the true peak limit."""
    peaks = block_peaks(piece.mix)
    caps = np.full(len(peaks), ONE, np.int64)
    highest = round(10 ** ((true_peak_db - _BELOW_DB) / 20) * SCALE)
    first = piece.before // PACKET - LEAD + 1
    for _attempt in range(_ATTEMPTS):
        limited = _limited(piece.mix, edges(peaks, setting, caps), setting)
        made = _encode(limited, kbps)[first : first + LEAD + piece.packets]
        decoded = _decode(made)
        over = true_peaks(decoded[:, :2], highest)
        if int(over.max(initial=0)) <= highest:
            break
        _lower(caps, over, highest, first * PACKET)
    own = decoded[(LEAD - 1) * PACKET :, 2:][: piece.samples]
    return EncodedPiece(made, squared(own, 1 / FULL_SCALE))


def _limited(mix: Sums, at_edges: Whole, setting: Setting) -> npt.NDArray[np.int32]:
    """Return a mix with gain and limiter applied, as 32-bit samples."""
    sound = np.empty(mix.shape, "<i4")
    for first in range(0, len(mix), _CHUNK):
        part = mix[first : first + _CHUNK]
        gain = gains(at_edges[first // BLOCK :], setting, len(part))
        sound[first : first + len(part)] = under(part, gain).clip(-SCALE, SCALE - 1) << 8
    return sound


def _encode(sound: npt.NDArray[np.int32], kbps: int) -> list[bytes]:
    form = ("-f", "s32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0", "-af", "aformat=sample_fmts=fltp")
    codec = ("-c:a", "aac", "-aac_coder", "fast", "-aac_ms", "0", "-b:a", f"{kbps}k", "-ar", str(RATE))
    target = ("-flags", "+bitexact", "-f", "adts", "pipe:1")
    return split_packets(run_ffmpeg(*form, *codec, *target, data=sound.data.cast("B")))


def _decode(packets: list[bytes]) -> npt.NDArray[np.float32]:
    """Decode packets; return four columns: left, right, and both K-weighted.

    The first packet only primes the decoder.
    """
    graph = f"[0:a]asplit[plain][copy];[copy]{CURVE}[weighted];[plain][weighted]amerge=inputs=2"
    form = ("-f", "aac", "-i", "pipe:0", "-filter_complex", graph, "-f", "f32le", "pipe:1")
    decoded: npt.NDArray[np.float32] = np.frombuffer(run_ffmpeg(*form, data=b"".join(packets)), "<f4").reshape(-1, 4)
    return decoded[PACKET:]


def _lower(caps: Whole, over: Whole, highest: int, first: int) -> None:
    """Lower the caps of the blocks around each peak that is too high. ``over`` starts at sample ``first``."""
    shares = np.full(len(caps), ONE, np.int64)
    for chunk in np.flatnonzero(over > highest):
        begin = (first + int(chunk) * CHUNK) // BLOCK
        around = slice(max(begin - _AROUND, 0), begin + CHUNK // BLOCK + _AROUND)
        shares[around] = np.minimum(shares[around], highest * _FURTHER * ONE // (int(over[chunk]) * 1000))
    caps[:] = caps * shares // ONE


def main(arguments: list[str]) -> None:
    """Encode as the JSON file specifies."""
    spec: dict[str, Any] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    setting = Setting(**json.loads(Path("in/gain.json").read_text(encoding="ascii")))
    mix = mix_of(stems_of(spec["stems"]), int(spec["window"]))
    piece = Piece(mix, int(spec["before"]), int(spec["samples"]), int(spec["packets"]))
    encoded(piece, setting, spec["true_peak_db"], spec["kbps"]).write(Path("out.packets"))


if __name__ == "__main__":
    main(sys.argv[1:])
