from __future__ import annotations

import numpy as np
import pytest

from reelmake.crafts.sound.mixing.ducking import ATTACK, HOLD, RELEASE, ducked, speech_spans
from reelmake.crafts.sound.mixing.laying import gains
from reelmake.crafts.sound.mixing.mix_actions import Timeline
from reelmake.crafts.sound.mixing.stem_names import STEMS
from reelmake.crafts.sound.mixing.window import Stem
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import Placed
from support.sounds import read_wav
from support.studio import SMALL, Studio, loudness, make_line, make_shot, make_shotlist, make_timeline, tone
from unit.crafts.sound.mixing.sounds import decoded, syllables

RATE = 48_000
SECONDS = 12


def level(samples: np.ndarray, start: float, end: float) -> float:
    part = samples[int(start * RATE) : int(end * RATE)]
    return float(10 * np.log10((part**2).mean() + 1e-12))


def spoken(studio: Studio) -> ShotList:
    """Return an episode of 12 seconds in which somebody speaks from 4 to 6."""
    line = make_line("l1", "Words", 96, 48, key=studio.speech(syllables(2) // 3).key)
    return make_shotlist(make_shot(frames=24 * SECONDS, lines=(line,)))


def whole_of(studio: Studio, shotlist: ShotList) -> Timeline:
    """Return the three stems: the words, a steady chord under them, and a hum."""
    found = {}
    for stem, pitch, gain in (("music", 330, 250), ("effects", 90, 60)):
        sound = studio.result_of(studio.speech(tone(SECONDS, pitch, 0.3)))
        placed = Placed(sound=sound, start=0, length=SECONDS * RATE, gain=gain)
        curve = ducked(speech_spans(shotlist), 224 if stem == "music" else 631, SECONDS * RATE)
        found[stem] = Stem((placed,), curve)
    return make_timeline(shotlist, **found)


def profile_of(name: str) -> ProfileConfig:
    return ProfileConfig.model_validate({**SMALL.model_dump(), "loudness": name})


@pytest.mark.spec("R4", "Q1")
def test_music_goes_down_under_words_and_comes_back_after_them(studio: Studio) -> None:
    quiet = SMALL.model_copy(update={"loudness_lufs": -30})
    music = read_wav(studio.stem(whole_of(studio, spoken(studio)), "music", quiet))
    full, under = level(music, 1, 3), level(music, 4, 6)
    assert 12 <= full - under <= 14
    assert level(music, 3.55, 3.95) < full - 2, "it is on its way down before the first word"
    back = 6 + (HOLD + RELEASE) / RATE
    assert level(music, back, back + 1) == pytest.approx(full, abs=0.2)
    assert level(music, 6.2 + 0.9, 6.2 + 1.0) > full - 2, "most of it is back within a second"


def test_the_ducking_has_no_steps(studio: Studio) -> None:
    curve = ducked(speech_spans(spoken(studio)), 224, SECONDS * RATE)
    gain = gains([[point.at, point.gain] for point in curve], 0, SECONDS * RATE)
    assert gain.max() == 4096 and gain.min() < 1000
    assert np.abs(np.diff(gain)).max() <= 2


def test_music_stays_down_in_a_pause_too_short_to_come_back_in() -> None:
    near, far = [(96_000, 144_000), (190_000, 240_000)], [(96_000, 144_000), (480_000, 528_000)]
    assert len(ducked(near, 224, 960_000)) == 4
    assert len(ducked(far, 224, 960_000)) == 8
    assert [point.at for point in ducked([(96_000, 144_000)], 224, 960_000)] == [
        96_000 - ATTACK,
        96_000,
        144_000 + HOLD,
        144_000 + HOLD + RELEASE,
    ]


@pytest.mark.spec("R4")
@pytest.mark.parametrize("name", ["web", "dialogue_gated"])
def test_the_stems_sum_to_the_mix(studio: Studio, name: str) -> None:
    whole, profile = whole_of(studio, spoken(studio)), profile_of(name)
    mix = read_wav(studio.stem(whole, "", profile))
    parts = [read_wav(studio.stem(whole, stem, profile)) for stem in STEMS]
    assert 20 * np.log10(np.abs(sum(parts[1:], parts[0]) - mix).max()) < -90
    assert all(np.abs(part).max() > 0.001 for part in parts)


@pytest.mark.spec("R4")
def test_the_mix_is_what_is_heard_in_the_film(studio: Studio) -> None:
    whole = whole_of(studio, spoken(studio))
    mix, film = read_wav(studio.stem(whole)), decoded(studio.make(studio.sound(whole)))[: SECONDS * RATE]
    assert ((film - mix) ** 2).sum() < 0.005 * (mix**2).sum()


@pytest.mark.spec("R4")
def test_a_sound_of_two_sides_stays_where_it_is_and_words_stay_in_the_middle(studio: Studio) -> None:
    left = studio.speech(np.stack([tone(SECONDS, 330, 0.3), np.zeros(SECONDS * RATE, np.int16)], axis=1))
    placed = Placed(sound=studio.result_of(left), start=0, length=SECONDS * RATE, gain=250)
    whole = make_timeline(spoken(studio), music=Stem((placed,)))
    parts = {name: read_wav(studio.stem(whole, name)) for name in STEMS}
    assert level(parts["music"][:, 0], 1, 3) > -60 and not parts["music"][:, 1].any()
    assert parts["dialogue"].any() and (parts["dialogue"][:, 0] == parts["dialogue"][:, 1]).all()
    heard = decoded(studio.make(studio.sound(whole))).T
    assert level(heard[0], 1, 3) > level(heard[1], 1, 3) + 40, "the encoder keeps the sides apart"
    assert level(heard[1], 4, 6) > -30, "the words are on both sides"


@pytest.mark.spec("R4", "Q1")
@pytest.mark.parametrize(
    ("name", "lufs", "peak"),
    [("web", -16, -1), ("ebu_r128", -23, -1), ("atsc_a85", -24, -2), ("dialogue_gated", -27, -2)],
)
def test_each_loudness_profile_is_met_by_an_independent_meter(studio: Studio, name: str, lufs: int, peak: int) -> None:
    whole, profile = whole_of(studio, spoken(studio)), profile_of(name)
    integrated, highest = loudness(studio.make(studio.sound(whole, profile)))
    assert highest <= peak
    if name != "dialogue_gated":
        assert integrated == pytest.approx(lufs, abs=0.2)
        return
    assert loudness(studio.stem(whole, "dialogue", profile))[0] == pytest.approx(lufs, abs=0.2)
    assert integrated == pytest.approx(loudness(studio.stem(whole, "", profile))[0], abs=0.2)


@pytest.mark.parametrize("name", ["web", "dialogue_gated"])
def test_an_episode_without_a_sound_is_silent_and_no_failure(studio: Studio, name: str) -> None:
    shotlist = make_shotlist(make_shot(frames=48, lines=(make_line("l1", "Unspoken", 0, 48),)))
    assert not read_wav(studio.stem(make_timeline(shotlist), "", profile_of(name))).any()


@pytest.mark.spec("R4", "Q1")
def test_an_episode_in_which_nobody_speaks_is_measured_as_a_programme(studio: Studio) -> None:
    placed = Placed(sound=studio.result_of(studio.speech(tone(4, 330, 0.1))), start=0, length=4 * RATE)
    whole = make_timeline(make_shotlist(make_shot(frames=96)), music=Stem((placed,)))
    assert loudness(studio.make(studio.sound(whole, profile_of("dialogue_gated"))))[0] == pytest.approx(-27, abs=0.2)
