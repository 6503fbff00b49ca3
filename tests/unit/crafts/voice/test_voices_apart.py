"""No two characters sound alike: measured on what each engine says for them."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy
import pytest

from reelmake.crafts.voice.cast import cast_of
from reelmake.crafts.voice.engines import ENGINES
from reelmake.crafts.voice.port import VoiceSettings
from reelmake.crafts.voice.roster import Roster
from reelmake.documents.canon import Canon
from reelmake.documents.yaml.files import load_yaml
from unit.crafts.voice.test_cast import canon
from unit.crafts.voice.test_piper import sound_of

ROOT = Path(__file__).parents[4]
SENTENCE = "I never know how long the road home was."
"""Voiced from its beginning to its end."""
pytestmark = [pytest.mark.slow, pytest.mark.spec("R4", "C3")]


def fundamental(sound: Any) -> float:
    """Return the mean of a sentence's pitch in Hz, over the windows that are clearly voiced."""
    size, found = 3840, []
    for start in range(0, len(sound) - size, size // 4):
        window = sound[start : start + size] - sound[start : start + size].mean()
        spectrum = numpy.fft.rfft(window, 2 * size)
        correlation = numpy.fft.irfft(numpy.abs(spectrum) ** 2)[:size]
        peaks = [lag for lag in range(97, 800) if correlation[lag - 1] < correlation[lag] >= correlation[lag + 1]]
        best = max((correlation[lag] for lag in peaks), default=0)
        if correlation[0] > 1e-2 and best > 0.6 * correlation[0]:
            # The first of the high peaks: the others are two or three periods.
            lag = next(lag for lag in peaks if correlation[lag] > 0.9 * best)
            before, at, after = correlation[lag - 1 : lag + 2]
            found.append(48_000 / (lag + (before - after) / (2 * (before - 2 * at + after))))
    return float(numpy.exp(numpy.log(found).mean()))


def features(sound: Any) -> dict[str, float]:
    power = numpy.abs(numpy.fft.rfft(sound)) ** 2
    frequencies = numpy.fft.rfftfreq(len(sound), 1 / 48_000)
    return {
        "pitch": fundamental(sound),
        "brightness": float((power * frequencies).sum() / power.sum()),
        "length": float(len(sound)),
    }


LEAST = {"pitch": 1.018, "brightness": 1.08, "length": 1.045}
"""By what factor voices differ that are told apart by one of these alone: a third of a semitone is a difference."""


def distance(one: dict[str, float], other: dict[str, float]) -> float:
    """Return how far two voices are from each other; from 1 on they are told apart."""
    steps = [numpy.log(one[name] / other[name]) / numpy.log(least) for name, least in LEAST.items()]
    return float(numpy.hypot.reduce(steps))


def alike(one: dict[str, float], other: dict[str, float]) -> bool:
    return not distance(one, other) >= 1


def heard(engine: str, series: Canon, directory: Path) -> dict[str, dict[str, float]]:
    """Return what each character of a canon sounds like."""
    roster = Roster({engine: ENGINES[engine]}, engine, "en")
    if roster.choose().engine is None:
        pytest.skip(roster.choose().problem)
    cast = cast_of(series, roster)
    speaker = ENGINES[engine]().open()
    measured = {}
    for number, (name, part) in enumerate(cast.voices.items()):
        place = directory / str(number)
        place.mkdir()
        (place / "line.txt").write_text(SENTENCE, encoding="utf-8")
        speaker.speak(ENGINES[engine]().action_for(SENTENCE, part.settings), place)
        measured[name] = features(sound_of(place / "out.wav"))
    return measured


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", ["the example", "twelve"])
def test_no_two_characters_sound_alike(engine: str, size: str, tmp_path: Path) -> None:
    example = load_yaml(Canon, ROOT / "story/canon.yaml")
    series = example if size == "the example" else canon(*(f"person-{number}" for number in range(12)))
    voices = heard(engine, series, tmp_path)
    same = [pair for pair in combinations(voices, 2) if alike(voices[pair[0]], voices[pair[1]])]
    assert not same, {name: voices[name] for pair in same for name in pair}


def test_one_voice_twice_is_found_to_be_alike(tmp_path: Path) -> None:
    speaker = ENGINES["espeak-ng"]().open()
    measured = []
    for number, pitch in enumerate((100, 100, 108)):
        place = tmp_path / str(number)
        place.mkdir()
        (place / "line.txt").write_text(SENTENCE, encoding="utf-8")
        settings = VoiceSettings(pitch_percent=pitch, voice="en-us+m3")
        speaker.speak(ENGINES["espeak-ng"]().action_for(SENTENCE, settings), place)
        measured.append(features(sound_of(place / "out.wav")))
    assert alike(measured[0], measured[1]) and not alike(measured[0], measured[2])
