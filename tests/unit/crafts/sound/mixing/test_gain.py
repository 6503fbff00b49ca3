"""The gain of an episode: found from what was kept of its pieces, and true of what is heard."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing import gain_tool, loudness
from reelmake.crafts.sound.mixing.gain_tool import CLOSE_ENOUGH, STEP_OF_GAIN, Programme, corrected, setting_for
from reelmake.crafts.sound.mixing.levels_file import PROGRAMME, Levels
from reelmake.crafts.sound.mixing.limiter import BLOCK, Setting, block_peaks, edges, gains, under
from reelmake.crafts.sound.mixing.loudness import STEP
from support.studio import loudness as told_by_ffmpeg
from unit.crafts.sound.mixing.sounds import RATE, bursts, syllables

UNIT = 76_800


@pytest.fixture(autouse=True)
def ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELMAKE_FFMPEG", tools.ffmpeg().start[0])


def levels(mix: np.ndarray, before: int = 0) -> Levels:
    energy = loudness.energies(mix.astype(np.int32), before)
    peaks = block_peaks(mix[before:].astype(np.int32))
    blocks = len(energy) * (STEP // BLOCK)
    return Levels(len(mix) - before, {PROGRAMME: energy}, np.pad(peaks, (0, blocks - len(peaks))))


def sides(seconds: float) -> np.ndarray:
    one, other = syllables(seconds) // 2, syllables(seconds, 3) // 4
    return np.stack([one + other, one + other // 3], axis=1)


def wav(path: Path, samples: np.ndarray) -> Path:
    import wave

    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.astype("<i2").tobytes())
    return path


@pytest.mark.spec("R4")
def test_loudness_from_pieces_is_that_of_the_whole_by_another_meter(tmp_path: Path) -> None:
    quiet = np.zeros((20 * UNIT, 2), np.int16)
    mix = np.concatenate([quiet, sides(30), quiet, sides(9.5) // 3])
    cuts = [0, 15 * UNIT, 30 * UNIT, len(mix)]
    pieces = [levels(mix[max(start - UNIT, 0) : end], min(start, UNIT)) for start, end in pairwise(cuts)]
    whole = Programme.of(pieces, PROGRAMME)
    expected = told_by_ffmpeg(wav(tmp_path / "mix.wav", mix))[0]
    assert loudness.loudness(whole.energy, whole.samples) == pytest.approx(expected, abs=0.06), "it tells one decimal"
    assert (whole.energy == levels(mix).energies[PROGRAMME]).all(), "what comes before a piece is listened to"


@pytest.mark.spec("R4")
@pytest.mark.parametrize("gain", [0, 120, 200])
def test_what_a_limiter_takes_is_foreseen(tmp_path: Path, gain: int) -> None:
    mix = np.stack([bursts(6)] * 2, axis=1)
    setting = Setting(gain, -32)
    limited = under(mix.astype(np.int32), gains(edges(block_peaks(mix.astype(np.int32)), setting), setting, len(mix)))
    expected = told_by_ffmpeg(wav(tmp_path / "mix.wav", limited >> 8))[0]
    assert Programme.of([levels(mix)], PROGRAMME).loudness(setting) == pytest.approx(expected, abs=0.12)
    assert np.abs(limited).max() <= 10 ** (-3.2 / 20) * (1 << 23) * 1.001


def test_levels_read_as_they_were_written(tmp_path: Path) -> None:
    made = levels(sides(1.23))
    made.write(tmp_path / "a.levels")
    found = Levels.read(tmp_path / "a.levels")
    assert found.samples == made.samples and (found.peaks == made.peaks).all()
    assert (found.energies[PROGRAMME] == made.energies[PROGRAMME]).all()
    assert found.step_samples.sum() == made.samples


@pytest.mark.spec("E2", "E5")
def test_the_gain_of_ten_minutes_stays_as_it_was_after_most_edits_of_a_line() -> None:
    dice = np.random.default_rng(5)
    energy = dice.random(30_000) ** 4 * 1e13
    found = []
    for edit in range(40):
        other = energy.copy()
        other[edit * 500 : edit * 500 + 150] = dice.random(150) ** 4 * 3e13
        programme = Programme(other, np.full(30_000, STEP), np.full(450_000, 900, np.int32))
        found.append(setting_for(programme, -16, -1).gain)
        assert programme.loudness(Setting(found[-1], -32)) == pytest.approx(-16, abs=STEP_OF_GAIN / 20 + 0.001)
    assert sum(gain != found[0] for gain in found) <= 8, found
    assert {gain % STEP_OF_GAIN for gain in found} == {0}


def test_a_gain_that_does_is_kept_and_one_that_does_not_is_corrected() -> None:
    programme = Programme.of([levels(sides(10))], PROGRAMME)
    first = setting_for(programme, -23, -1)
    off = programme.loudness(first) + 23
    for decibels, kept in ((0.0, True), (-0.1 - off, True), (-1.0, False), (-2 * CLOSE_ENOUGH - off, False)):
        left = np.full(len(programme.energy), 10 ** (decibels / 10))
        found = corrected(programme, left, first, -23, -1)
        assert (found == first) is kept, decibels
        assert programme.loudness(found) + decibels == pytest.approx(-23, abs=CLOSE_ENOUGH)


def test_silence_has_no_gain_whatever_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    Levels(UNIT, {PROGRAMME: np.zeros(80, np.int64)}, np.zeros(1200, np.int32)).write(tmp_path / "in/a.levels")
    spec = {"pieces": ["a"], "lufs": -16, "true_peak_db": -1, "measured_on": "programme", "encoded": False}
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    gain_tool.main(["spec.json"])
    assert json.loads((tmp_path / "out.json").read_text()) == {"gain": 0, "ceiling": -32}
