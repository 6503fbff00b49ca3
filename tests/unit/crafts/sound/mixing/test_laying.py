"""Sounds on a timeline: where they begin, how they fade, and what is read of them."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from reelmake.crafts.sound.mixing.laying import Stem

RATE = 48_000


def wav(path: Path, samples: np.ndarray) -> str:
    with wave.open(str(path), "wb") as out:
        out.setparams((samples.size // len(samples), 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.astype("<i2").tobytes())
    return path.name


def stem(directory: Path, *sounds: list[object], curve: list[list[int]] | None = None, channels: int = 1) -> Stem:
    return Stem({"sounds": list(sounds), "curve": curve or []}, channels, directory)


def test_a_sound_begins_at_its_sample_and_any_part_can_be_laid(tmp_path: Path) -> None:
    name = wav(tmp_path / "a.wav", np.arange(1, 1001))
    words = stem(tmp_path, [name, 500, 1000, 1000, 0, 0, False])
    whole = words.laid(0, 2000)[:, 0]
    assert np.flatnonzero(whole)[[0, -1]].tolist() == [500, 1499]
    assert (whole[500:1500] == np.arange(1, 1001)).all()
    assert (words.laid(-100, 900)[:, 0] == np.concatenate([np.zeros(100), whole[:800]])).all()
    assert (words.laid(1200, 500)[:, 0] == whole[1200:1700]).all()


def test_sounds_add_up_beyond_what_one_file_can_hold(tmp_path: Path) -> None:
    name = wav(tmp_path / "a.wav", np.full(100, 30_000))
    words = stem(tmp_path, *([name, 0, 100, 1000, 0, 0, False] for _ in range(3)))
    assert set(words.laid(0, 100).ravel()) == {90_000}


def test_one_channel_is_heard_on_both_sides(tmp_path: Path) -> None:
    name = wav(tmp_path / "a.wav", np.full(100, 7000))
    both = stem(tmp_path, [name, 0, 100, 500, 0, 0, False], channels=2).laid(0, 100)
    assert both.shape == (100, 2) and set(both.ravel()) == {3500}


@pytest.mark.spec("E5")
def test_a_loop_goes_on_and_fades(tmp_path: Path) -> None:
    name = wav(tmp_path / "a.wav", np.full(1000, 10_000))
    samples = stem(tmp_path, [name, 500, 5000, 500, 1000, 1000, True]).laid(0, 8000)[:, 0]
    assert not samples[:500].any() and not samples[5500:].any()
    assert set(samples[1600:4400]) == {5000}
    assert samples[1000] == samples[5000] == pytest.approx(5000 * np.sqrt(0.5), abs=5), "half the power"


def test_no_dip_is_heard_where_one_loop_gives_way_to_another(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 3000, (2, 96_000))
    names = [wav(tmp_path / f"{index}.wav", samples) for index, samples in enumerate(noise)]
    first, second = [names[0], 0, 48_000, 1000, 0, 9600, True], [names[1], 38_400, 57_600, 1000, 9600, 0, True]
    power = (stem(tmp_path, first, second).laid(0, 96_000).reshape(-1, 4800).astype(float) ** 2).mean(axis=1)
    assert 10 * np.log10(power.max() / power.min()) < 0.8


def test_a_part_of_a_faded_sound_is_that_part_of_the_whole(tmp_path: Path) -> None:
    name = wav(tmp_path / "a.wav", np.random.default_rng(2).integers(-9000, 9000, 5000))
    curve = [[-700, 1000], [2000, 224], [3000, 224], [9000, 1000]]
    for loop in (False, True):
        music = stem(tmp_path, [name, 300, 8000, 700, 900, 1100, loop], curve=curve, channels=2)
        whole = music.laid(0, 9000)
        parts = np.concatenate([music.laid(first, min(777, 9000 - first)) for first in range(0, 9000, 777)])
        assert (whole == parts).all()
