from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.sound import music_tool
from reelmake.crafts.sound.composer import Brief, Note, bars_in, compose
from reelmake.crafts.sound.moods import MOODS, SCALE, mood_named

SECOND = 48_000


def brief(mood: str, seconds: int = 16, words: str = "kitchen night", *, closing: bool = False, key: int = 2) -> Brief:
    return Brief(MOODS[mood], key, seconds * SECOND, words, closing)


def played(notes: tuple[Note, ...], seconds: int = 16) -> np.ndarray:
    rows = [[note.instrument, note.pitch, note.start, note.length, note.loudness] for note in notes]
    return music_tool.levelled(music_tool.hall(music_tool.play(rows, seconds * SECOND))).astype(float)


def spectrum(samples: np.ndarray) -> np.ndarray:
    """Return how a sound's power is spread over 24 bands, half an octave each, as shares."""
    power = (np.abs(np.fft.rfft(samples)) ** 2).sum(axis=0)
    hertz = np.fft.rfftfreq(samples.shape[1], 1 / SECOND)
    edges = 30 * 2 ** (np.arange(20) / 2)
    bands = np.array([power[(hertz >= low) & (hertz < high)].sum() for low, high in pairwise(edges)])
    return bands / bands.sum()


@pytest.mark.spec("R4")
def test_each_mood_sounds_unlike_every_other() -> None:
    spectra = {name: spectrum(played(compose(brief(name)))) for name in MOODS}
    names = sorted(spectra)
    apart = {
        (one, other): np.abs(spectra[one] - spectra[other]).sum()
        for index, one in enumerate(names)
        for other in names[index + 1 :]
    }
    assert min(apart.values()) > 0.2, min(apart, key=lambda pair: apart[pair])


def test_tense_music_lies_lower_than_bright_music() -> None:
    low, high = (
        np.average(np.arange(19), weights=spectrum(played(compose(brief(name))))) for name in ("tense", "bright")
    )
    assert low + 2 < high


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(MOODS)), st.integers(1, 200), st.text(max_size=12), st.integers(0, 11), st.booleans())
def test_every_note_is_of_the_key_and_lies_in_the_cue(
    mood: str, seconds: int, words: str, key: int, last: bool
) -> None:
    cue = brief(mood, seconds, words, closing=last, key=key)
    scale = {(key + step) % 12 for step in SCALE}
    for note in compose(cue):
        assert note.pitch % 12 in scale
        assert 0 <= note.start < note.start + note.length <= cue.samples
        assert 1 <= note.loudness <= 100


def test_a_cue_has_whole_bars_at_about_its_pace() -> None:
    cue = brief("warm", 37)
    bar = cue.samples / bars_in(cue)
    assert bar == pytest.approx(3 * 60 / 72 * SECOND, rel=0.1)
    assert {note.start for note in compose(cue) if note.instrument == "bass"} == {
        cue.samples * number // bars_in(cue) for number in range(bars_in(cue))
    }


def test_a_chord_moves_to_the_next_in_small_steps() -> None:
    for mood in MOODS:
        pads: dict[int, list[int]] = {}
        for note in compose(brief(mood, 60)):
            if note.instrument == "pad":
                pads.setdefault(note.start, []).append(note.pitch)
        chords = [sorted(pads[start]) for start in sorted(pads)]
        leaps = [abs(a - b) for one, two in pairwise(chords) for a, b in zip(one, two, strict=False)]
        assert np.mean(leaps) < 4.5, mood


def test_the_end_of_the_film_comes_home() -> None:
    for mood in MOODS.values():
        last = [note for note in compose(brief(mood.name, 40, closing=True)) if note.instrument == "bass"][-1]
        assert last.pitch % 12 == (2 + mood.tonic) % 12


@pytest.mark.spec("E5")
def test_the_same_cue_is_the_same_samples_and_another_place_another_tune() -> None:
    cue = brief("hopeful", 24)
    assert compose(cue) == compose(cue)
    assert compose(cue) != compose(brief("hopeful", 24, "tram stop night"))
    assert (played(compose(cue), 24) == played(compose(cue), 24)).all()


@pytest.mark.spec("R4")
def test_music_is_wide_balanced_and_whole_in_mono() -> None:
    for name in MOODS:
        left, right = played(compose(brief(name)))
        power = ((left**2).mean() + (right**2).mean()) / 2
        assert np.corrcoef(left, right)[0, 1] < 0.9, name
        assert abs(10 * np.log10((left**2).mean() / (right**2).mean())) < 3, name
        assert 10 * np.log10((((left + right) / 2) ** 2).mean() / power) > -2, name


def test_low_notes_of_a_piano_lie_left_high_ones_right_and_the_bass_in_the_middle() -> None:
    def louder_left(pitch: int, instrument: str = "piano") -> float:
        left, right = music_tool.play([[instrument, pitch, 0, SECOND, 80]], SECOND)
        return float(10 * np.log10((left**2).sum() / (right**2).sum()))

    assert louder_left(48) > 1 > -1 > louder_left(72)
    assert louder_left(40, "bass") == 0


def test_music_is_soft_it_has_no_clicks_and_does_not_clip() -> None:
    for mood in MOODS:
        samples = played(compose(brief(mood)))
        assert np.abs(samples).max() <= music_tool.HIGHEST
        assert np.abs(np.diff(samples)).max() < 0.35 * np.abs(samples).max(), mood


@pytest.mark.parametrize(("name", "mood"), [("sad", "melancholy"), ("Dark and ominous", "tense"), ("calm", "calm")])
def test_a_mood_is_known_by_words_like_it(name: str, mood: str) -> None:
    found = mood_named(name)
    assert found is not None and found.name == mood


def test_a_mood_nobody_knows_is_none() -> None:
    assert mood_named("zxqv") is None and mood_named("") is None
