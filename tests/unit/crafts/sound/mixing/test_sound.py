from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing.mix_actions import level_action, mix_action
from reelmake.documents.action import Action
from reelmake.documents.shotlist import ShotList
from reelmake.materials.media.headers import wav_samples
from support.sounds import packet_count
from support.studio import SMALL, Studio, loudness, make_line, make_shot, make_shotlist, make_voice, tone


def samples_of(path: Path) -> np.ndarray:
    with wave.open(str(path), "rb") as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(int)


def bursts(seconds: float) -> np.ndarray:
    """Return something like speech: noise in syllables, with peaks far above its loudness."""
    noise = np.random.default_rng(7).normal(0, 1, int(seconds * 48000))
    syllables = np.clip(np.sin(np.arange(len(noise)) / 48000 * 2 * np.pi * 4), 0, 1) ** 2
    return (noise * syllables * 2500).clip(-32768, 32767).astype(np.int16)


def spoken(studio: Studio, samples: np.ndarray, frames: int = 96) -> tuple[ShotList, Action]:
    line = make_line("l1", "Words", 0, frames, key=studio.speech(samples).key)
    shotlist = make_shotlist(make_shot(frames=frames, lines=(line,)))
    mix = mix_action(shotlist, make_voice())
    studio.result_of(mix)
    return shotlist, mix


@pytest.mark.spec("R4", "F1")
@pytest.mark.parametrize(("fps", "start"), [("24", 48000 + 20000), ("24000/1001", 48048 + 20020)])
def test_a_line_begins_at_the_sample_its_frame_begins_at(studio: Studio, fps: str, start: int) -> None:
    click = np.array([30000, -30000, 100], np.int16)
    line = make_line("l1", "Click", 10, 2, key=studio.speech(click).key)
    shots = (make_shot(id="1", frames=24), make_shot(id="2", start=24, frames=24, lines=(line,)))
    mixed = studio.make(mix_action(make_shotlist(*shots, fps=fps), make_voice(fps)))
    samples = samples_of(mixed)
    assert len(samples) == wav_samples(mixed) == (96000 if fps == "24" else 96096)
    assert np.flatnonzero(samples)[0] == start
    assert list(samples[start : start + 3]) == [30000, -30000, 100]


def test_a_line_that_runs_over_a_cut_is_heard_once(studio: Studio) -> None:
    key = studio.speech(np.full(48000, 1000, np.int16)).key
    first = make_shot(id="1", frames=24, lines=(make_line("l1", "Words", 12, 24, key=key),))
    second = make_shot(id="2", start=24, frames=24, lines=(make_line("l1", "Words", -12, 24, key=key),))
    samples = samples_of(studio.make(mix_action(make_shotlist(first, second), make_voice())))
    assert set(samples[24000:72000]) == {1000} and not samples[:24000].any() and not samples[72000:].any()


def test_loud_voices_together_are_made_quieter_and_not_cut(studio: Studio) -> None:
    loud = tone(1, 440, 0.9)
    key = studio.speech(loud).key
    lines = tuple(make_line(name, "Ah", 0, 24, key=key) for name in ("l1", "l2"))
    samples = samples_of(studio.make(mix_action(make_shotlist(make_shot(frames=24, lines=lines)), make_voice())))
    assert abs(samples).max() == 32767
    assert np.abs(samples / 32767 - loud / loud.max()).max() < 0.001, "the wave keeps its shape"


def test_the_mix_knows_speech_by_its_bytes_when_voice_does(studio: Studio) -> None:
    shotlist, mix = spoken(studio, tone(1))
    (name,) = mix.inputs
    line = {"id": "l1", "element_id": "e", "part": 0, "scene_id": "s", "speaker_id": "ann", "text": "Words"}
    known = {**line, "spoken": "Words", "status": "spoken", "samples": 48000, "frames": 24, "digest": "ab" * 32}
    voice = make_voice().model_validate({**make_voice().model_dump(), "lines": [known]})
    assert mix_action(shotlist, voice).identity()["inputs"] == {name: {"digest": "ab" * 32}}


@pytest.mark.spec("R4", "Q1")
@pytest.mark.parametrize("level", [0.02, 0.25, 3.0])
@pytest.mark.parametrize("lufs", [-16, -23])
def test_the_encoded_sound_has_its_loudness_and_peak(studio: Studio, level: float, lufs: int) -> None:
    _shotlist, mix = spoken(studio, (bursts(4) * level).clip(-32768, 32767).astype(np.int16))
    made = studio.make(level_action(mix, SMALL.model_copy(update={"loudness_lufs": lufs})))
    integrated, peak = loudness(made)
    assert integrated == pytest.approx(lufs, abs=0.2)
    assert peak <= -1.0


@pytest.mark.spec("R4")
def test_silence_stays_silence(studio: Studio) -> None:
    shotlist = make_shotlist(make_shot(frames=48, lines=(make_line("l1", "Unspoken", 0, 48),)))
    mix = mix_action(shotlist, make_voice())
    studio.result_of(mix)
    made = studio.make(level_action(mix, SMALL))
    assert packet_count(made) > 90
    assert loudness(made)[0] == -70.0


def test_a_shot_too_short_to_measure_is_encoded_as_it_is(studio: Studio) -> None:
    _shotlist, mix = spoken(studio, tone(0.2), frames=6)
    assert packet_count(studio.make(level_action(mix, SMALL))) > 8


@pytest.mark.spec("E5")
def test_sound_is_the_same_bytes_again(studio: Studio) -> None:
    _shotlist, mix = spoken(studio, bursts(3), frames=72)
    action = level_action(mix, SMALL)
    assert studio.make(action).read_bytes() == studio.make(action, again=True).read_bytes()


def test_the_key_of_the_sound_holds_the_encoder(studio: Studio) -> None:
    _shotlist, mix = spoken(studio, tone(1))
    assert tools.ffmpeg().digest in level_action(mix, SMALL).pipeline[0].argv


def test_speech_of_another_form_is_refused(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    subprocess.run(
        [*tools.ffmpeg().start, "-loglevel", "error", "-f", "lavfi", "-i", "sine=d=0.1", "-ac", "2", str(path)],
        check=True,
    )
    _shotlist, mix = spoken(studio, tone(1))
    (name,) = mix.inputs
    broken = mix.model_copy(update={"inputs": {name: studio.file(path)}})
    with pytest.raises(Exception, match="is not mono"):
        studio.make(broken)
