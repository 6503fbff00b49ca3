"""Speak ``line.txt`` with espeak-ng and leave ``out.wav``: 48 kHz, mono, 16 bits, the same for the same words.

Run ``python -m reelmake.crafts.voice.espeak_tool --voice de+f2 --length 100 --pitch 100`` in its own directory.
One process speaks one line: the library keeps state between lines that cannot be reset, so a second line would not
sound as it does alone. The WAV also holds the position of each word (``word_marks``).
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.metadata
import sys
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelmake.crafts.voice.finish import SAMPLE_RATE, SpeechError, finish
from reelmake.crafts.voice.word_marks import WordMark, add_marks

PACKAGE = "espeakng-loader"
PITCHES = ((78, 20), (85, 30), (92, 40), (100, 50), (110, 60), (121, 70))
"""The library's pitch parameter by what it makes of the voice's own pitch, in percent, measured."""
RATES = ((76, 220), (81, 210), (91, 190), (100, 175), (111, 160), (120, 150), (130, 140))
"""Its words a minute by what they make of a line's length, in percent, measured."""

_SYNCHRONOUS, _UTF8, _CHARACTERS, _DO_NOT_EXIT = 2, 1, 1, 0x8000
_RATE, _PITCH = 1, 3
_LIST_END, _WORD = 0, 1


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def arguments(voice: str, length_percent: int, pitch_percent: int) -> tuple[str, ...]:
    """Return the command line that speaks with a voice at this length and pitch."""
    return ("--voice", voice, "--length", str(length_percent), "--pitch", str(pitch_percent))


def speak(argv: Sequence[str], directory: Path) -> None:
    """Speak the ``line.txt`` of a directory as a command line says, into its ``out.wav``."""
    import numpy

    wanted = _request(argv)
    text = (directory / "line.txt").read_text(encoding="utf-8")
    rate, pieces, words = _utter(text, wanted)
    if not pieces:
        raise SpeechError("there is nothing in the text to speak")
    raw = numpy.frombuffer(b"".join(pieces), "<i2") / 32768
    finished = finish(directory / "out.wav", raw, Fraction(SAMPLE_RATE, rate))
    starts = [(place, finished.place(sample)) for place, sample in words]
    add_marks(directory / "out.wav", _marks(text, starts, finished.place(len(raw))))


def _request(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="espeak_tool", description=__doc__)
    parser.add_argument("--voice", required=True, help="language and variant: de+f2")
    parser.add_argument("--length", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    parser.add_argument("--pitch", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    return parser.parse_args(argv)


def _utter(text: str, wanted: argparse.Namespace) -> tuple[int, list[bytes], list[tuple[int, int]]]:
    """Return the library's rate, its samples, and for each word where it begins in the text and in them."""
    library, rate = _open()
    pieces: list[bytes] = []
    words: list[tuple[int, int]] = []

    def heard(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != _LIST_END:
            if events[index].type == _WORD:
                words.append((events[index].text_position - 1, events[index].sample))
            index += 1
        return 0

    callback = _Callback(heard)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(wanted.voice.encode()):
        raise SpeechError(f"there is no voice {wanted.voice}")
    library.espeak_SetParameter(_RATE, _between(RATES, wanted.length), 0)
    library.espeak_SetParameter(_PITCH, _between(PITCHES, wanted.pitch), 0)
    data = text.encode() + b"\0"
    if library.espeak_Synth(data, len(data), 0, _CHARACTERS, 0, _UTF8, None, None):
        raise SpeechError("the library would not speak")
    return rate, pieces, words


def _open() -> tuple[Any, int]:
    """Load the library from its wheel, with its noise always the same; nothing of the system's is used."""
    try:
        home = importlib.metadata.distribution(PACKAGE).locate_file("espeakng_loader")
    except importlib.metadata.PackageNotFoundError:
        raise SpeechError(f"the package {PACKAGE} is not installed") from None
    suffix = ".dylib" if sys.platform == "darwin" else ".so"
    try:
        library = ctypes.CDLL(str(Path(str(home)) / f"libespeak-ng{suffix}"))
    except OSError as error:
        raise SpeechError(f"its library cannot be loaded: {error}") from error
    data = str(Path(str(home)) / "espeak-ng-data").encode()
    rate = int(library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DO_NOT_EXIT))
    if rate <= 0:
        raise SpeechError("its data cannot be read")
    library.espeak_ng_SetRandSeed.argtypes = (ctypes.c_long,)
    library.espeak_ng_SetRandSeed(1)
    return library, rate


def _between(table: Sequence[tuple[int, int]], percent: int) -> int:
    """Return a table's value for a percentage, on the straight line between its neighbours."""
    keys = [key for key, _ in table]
    index = min(max(bisect_right(keys, percent), 1), len(table) - 1)
    (before, low), (after, high) = table[index - 1], table[index]
    return low + (high - low) * (percent - before) // (after - before)


def _marks(text: str, starts: Sequence[tuple[int, int]], end: int) -> list[WordMark]:
    """Return the words of a text as written, each from where it is first heard to where the next one is."""
    found: list[tuple[str, int]] = []
    place = 0
    for word in text.split():
        place = text.index(word, place)
        heard = [sample for position, sample in starts if place <= position < place + len(word)]
        if heard:
            found.append((word, heard[0]))
        place += len(word)
    ends = [*(sample for _, sample in found[1:]), end]
    return [WordMark(word, start, max(start, stop)) for (word, start), stop in zip(found, ends, strict=True)]


def main(argv: Sequence[str]) -> int:
    """Speak the line of the working directory."""
    try:
        speak(argv, Path())
    except SpeechError as error:
        sys.stderr.write(f"espeak-ng: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
