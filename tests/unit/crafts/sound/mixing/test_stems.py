from __future__ import annotations

import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing.ducking import ATTACK, HOLD, RELEASE, ducked, speech_spans
from reelmake.crafts.sound.mixing.mix_actions import STEMS, bed_action, level_action, master_action, mix_action
from reelmake.documents.action import FromAction
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import Placed
from support.sounds import read_wav
from support.studio import SMALL, Studio, loudness, make_line, make_shot, make_shotlist, make_voice, tone
from unit.crafts.sound.mixing.test_sound import bursts

RATE = 48_000
SECONDS = 12


def level(samples: np.ndarray, start: float, end: float) -> float:
    part = samples[int(start * RATE) : int(end * RATE)]
    return float(10 * np.log10((part**2).mean() + 1e-12))


def spoken(studio: Studio) -> ShotList:
    """Return an episode of 12 seconds in which somebody speaks from 4 to 6."""
    line = make_line("l1", "Words", 96, 48, key=studio.speech(bursts(2)).key)
    return make_shotlist(make_shot(frames=24 * SECONDS, lines=(line,)))


def stems_of(studio: Studio, shotlist: ShotList) -> dict[str, FromAction]:
    """Return the three stems: the words, a steady chord under them, and a hum."""
    found = {"dialogue": mix_action(shotlist, make_voice())}
    for stem, pitch, gain in (("music", 330, 250), ("effects", 90, 60)):
        sound = studio.speech(tone(SECONDS, pitch, 0.3))
        placed = Placed(sound=studio.result_of(sound), start=0, length=SECONDS * RATE, gain=gain)
        curve = ducked(speech_spans(shotlist), 224 if stem == "music" else 631, SECONDS * RATE)
        found[stem] = bed_action([placed], curve, samples=SECONDS * RATE, stem=stem, subject="test")
    return {stem: studio.result_of(action) for stem, action in found.items()}


@pytest.mark.spec("R4", "Q1")
def test_music_goes_down_under_words_and_comes_back_after_them(studio: Studio) -> None:
    music = read_wav(studio.make(studio.known[stems_of(studio, spoken(studio))["music"].key]))
    full, under = level(music, 1, 3), level(music, 4, 6)
    assert 12 <= full - under <= 14
    assert level(music, 3.55, 3.95) < full - 2, "it is on its way down before the first word"
    back = 6 + (HOLD + RELEASE) / RATE
    assert level(music, back, back + 1) == pytest.approx(full, abs=0.2)
    assert level(music, 6.2 + 0.9, 6.2 + 1.0) > full - 2, "most of it is back within a second"


def test_the_ducking_has_no_steps(studio: Studio) -> None:
    shotlist = spoken(studio)
    sound = studio.speech(np.full(SECONDS * RATE, 20_000, np.int16))
    placed = Placed(sound=studio.result_of(sound), start=0, length=SECONDS * RATE)
    bed = bed_action(
        [placed], ducked(speech_spans(shotlist), 224, SECONDS * RATE), samples=SECONDS * RATE, stem="m", subject="t"
    )
    assert np.abs(np.diff(read_wav(studio.make(bed)), axis=0)).max() < 0.001


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
    stems = stems_of(studio, spoken(studio))
    profile = ProfileConfig.model_validate({**SMALL.model_dump(), "loudness": name})
    mix = read_wav(studio.make(master_action(stems, profile, subject="t")))
    parts = [read_wav(studio.make(master_action(stems, profile, subject="t", stem=stem))) for stem in STEMS]
    assert 20 * np.log10(np.abs(sum(parts[1:], parts[0]) - mix).max()) < -90
    assert all(np.abs(part).max() > 0.001 for part in parts)


@pytest.mark.spec("R4")
def test_a_sound_of_two_sides_stays_where_it_is_and_words_stay_in_the_middle(studio: Studio) -> None:
    shotlist = spoken(studio)
    left = studio.speech(np.stack([tone(SECONDS, 330, 0.3), np.zeros(SECONDS * RATE, np.int16)], axis=1))
    placed = Placed(sound=studio.result_of(left), start=0, length=SECONDS * RATE, gain=250)
    stems = {
        "dialogue": studio.result_of(mix_action(shotlist, make_voice())),
        "music": studio.result_of(bed_action([placed], [], samples=SECONDS * RATE, stem="music", subject="t")),
        "effects": studio.result_of(bed_action([], [], samples=SECONDS * RATE, stem="effects", subject="t")),
    }
    parts = {name: read_wav(studio.make(master_action(stems, SMALL, subject="t", stem=name))) for name in STEMS}
    assert level(parts["music"][:, 0], 1, 3) > -60 and not parts["music"][:, 1].any()
    assert parts["dialogue"].any() and (parts["dialogue"][:, 0] == parts["dialogue"][:, 1]).all()
    mix = master_action(stems, SMALL, subject="t")
    studio.result_of(mix)
    with av.open(str(studio.make(level_action(mix, SMALL)))) as film:
        heard = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
    assert level(heard[0], 1, 3) > level(heard[1], 1, 3) + 40, "the encoder keeps the sides apart"
    assert level(heard[1], 4, 6) > -30, "the words are on both sides"


@pytest.mark.spec("R4", "Q1")
@pytest.mark.parametrize(
    ("name", "lufs", "peak"),
    [("web", -16, -1), ("ebu_r128", -23, -1), ("atsc_a85", -24, -2), ("dialogue_gated", -27, -2)],
)
def test_each_loudness_profile_is_met_by_an_independent_meter(studio: Studio, name: str, lufs: int, peak: int) -> None:
    stems = stems_of(studio, spoken(studio))
    profile = ProfileConfig.model_validate({**SMALL.model_dump(), "loudness": name})
    master = master_action(stems, profile, subject="t")
    studio.result_of(master)
    film = studio.make(level_action(master, profile))
    integrated, highest = loudness(film)
    assert highest <= peak
    if name != "dialogue_gated":
        assert integrated == pytest.approx(lufs, abs=0.2)
        return
    dialogue = studio.make(master_action(stems, profile, subject="t", stem="dialogue"))
    assert heard(dialogue) == pytest.approx(lufs, abs=0.2)
    assert integrated == pytest.approx(heard(studio.make(master)), abs=0.2), "encoding keeps the mix as loud"


def heard(path: Path) -> float:
    """Return the loudness of a stem."""
    graph = "ebur128=framelog=quiet"
    command = [*tools.ffmpeg().start, "-hide_banner", "-nostats", "-i", str(path), "-af", graph, "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(said.rpartition("Integrated loudness:")[2].split("I:")[1].split()[0])


def test_an_episode_without_a_sound_is_silent_and_no_failure(studio: Studio) -> None:
    shotlist = make_shotlist(make_shot(frames=48, lines=(make_line("l1", "Unspoken", 0, 48),)))
    stems = {"dialogue": studio.result_of(mix_action(shotlist, make_voice()))}
    for stem in ("music", "effects"):
        stems[stem] = studio.result_of(bed_action([], [], samples=96_000, stem=stem, subject="t"))
    assert not read_wav(studio.make(master_action(stems, SMALL, subject="t"))).any()


@pytest.mark.spec("E5")
def test_a_loop_goes_on_and_fades(studio: Studio) -> None:
    sound = studio.speech(np.full(1000, 10_000, np.int16))
    placed = Placed(
        sound=studio.result_of(sound), start=500, length=5000, gain=500, fade_in=1000, fade_out=1000, loop=True
    )
    samples = read_wav(studio.make(bed_action([placed], [], samples=8000, stem="effects", subject="t"))) * 32768
    assert not samples[:500].any() and not samples[5500:].any()
    assert set(samples[1600:4400].ravel()) == {5000}
    assert samples[1000] == pytest.approx([2500, 2500], abs=5) and samples[5000] == pytest.approx([2500, 2500], abs=10)
