from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing.mix_actions import dialogue, expected_gain_action
from support.sounds import packet_count
from support.studio import (
    SMALL,
    Studio,
    loudness,
    make_line,
    make_shot,
    make_shotlist,
    make_timeline,
    make_voice,
    tone,
)
from unit.crafts.sound.mixing.sounds import bursts, decoded, spoken


@pytest.mark.spec("R4", "F1")
@pytest.mark.parametrize(("fps", "start"), [("24", 48000 + 20000), ("24000/1001", 48048 + 20020)])
def test_a_line_begins_at_the_sample_its_frame_begins_at(studio: Studio, fps: str, start: int) -> None:
    line = make_line("l1", "Click", 10, 2, key=studio.speech(np.array([30000, -30000, 100], np.int16)).key)
    shots = (make_shot(id="1", frames=24), make_shot(id="2", start=24, frames=24, lines=(line,)))
    shotlist = make_shotlist(*shots, fps=fps)
    (placed,) = dialogue(shotlist, make_voice(fps)).sounds
    assert placed.start == start
    heard = np.abs(decoded(studio.make(studio.sound(make_timeline(shotlist))))[:, 0])
    assert len(heard) == pytest.approx(96000 if fps == "24" else 96096, abs=1024)
    assert int(np.flatnonzero(heard > heard.max() / 2)[0]) == pytest.approx(start, abs=48), "a millisecond"


def test_a_line_that_runs_over_a_cut_is_heard_once(studio: Studio) -> None:
    key = studio.speech(np.full(48000, 1000, np.int16)).key
    first = make_shot(id="1", frames=24, lines=(make_line("l1", "Words", 12, 24, key=key),))
    second = make_shot(id="2", start=24, frames=24, lines=(make_line("l1", "Words", -12, 24, key=key),))
    (placed,) = dialogue(make_shotlist(first, second), make_voice()).sounds
    assert (placed.start, placed.length) == (24000, 48000)


def test_loud_voices_together_are_limited_and_not_cut(studio: Studio) -> None:
    key = studio.speech(tone(2, 440, 0.9)).key
    lines = tuple(make_line(name, "Ah", 0, 48, key=key) for name in ("l1", "l2"))
    loud = SMALL.model_copy(update={"loudness_lufs": -9})
    made = studio.make(studio.sound(make_timeline(make_shotlist(make_shot(frames=48, lines=lines))), loud))
    heard = decoded(made)[12000:84000, 0]
    power = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    around = int(440 * len(heard) / 48000)
    assert power[around - 20 : around + 21].sum() > 0.9999 * power.sum(), "a tone cut at its tops has others above it"


def test_the_sound_knows_speech_by_its_bytes_when_voice_does(studio: Studio) -> None:
    shotlist = spoken(studio, tone(1))
    line = {"id": "l1", "element_id": "e", "part": 0, "scene_id": "s", "speaker_id": "ann", "text": "Words"}
    known = {**line, "spoken": "Words", "status": "spoken", "samples": 48000, "frames": 24, "digest": "ab" * 32}
    voice = make_voice().model_validate({**make_voice().model_dump(), "lines": [known]})
    (placed,) = dialogue(shotlist, voice).sounds
    assert placed.sound.digest == "ab" * 32


@pytest.mark.spec("R4", "Q1")
@pytest.mark.parametrize("level", [0.02, 0.25, 3.0])
@pytest.mark.parametrize("lufs", [-16, -23])
def test_the_encoded_sound_has_its_loudness_and_peak(studio: Studio, level: float, lufs: int) -> None:
    shotlist = spoken(studio, (bursts(4) * level).clip(-32768, 32767).astype(np.int16))
    made = studio.make(studio.sound(make_timeline(shotlist), SMALL.model_copy(update={"loudness_lufs": lufs})))
    integrated, peak = loudness(made)
    assert integrated == pytest.approx(lufs, abs=0.2)
    assert peak <= -1.0


@pytest.mark.spec("R4")
def test_silence_stays_silence(studio: Studio) -> None:
    shotlist = make_shotlist(make_shot(frames=48, lines=(make_line("l1", "Unspoken", 0, 48),)))
    made = studio.make(studio.sound(make_timeline(shotlist)))
    assert packet_count(made) > 90
    assert loudness(made)[0] == -70.0


@pytest.mark.parametrize("frames", [1, 6])
def test_a_film_too_short_to_measure_is_encoded_all_the_same(studio: Studio, frames: int) -> None:
    made = studio.make(studio.sound(make_timeline(spoken(studio, tone(frames / 24), frames=frames))))
    assert packet_count(made) == 1 + -(-frames * 2000 // 1024)


@pytest.mark.spec("E5")
def test_sound_is_the_same_bytes_again(studio: Studio) -> None:
    action = studio.sound(make_timeline(spoken(studio, bursts(3), frames=72)))
    assert studio.make(action).read_bytes() == studio.make(action, again=True).read_bytes()


def test_the_keys_of_what_is_measured_and_encoded_hold_the_program_that_does(studio: Studio) -> None:
    whole = make_timeline(spoken(studio, tone(1)))
    for action in (studio.gain(whole), studio.sound(whole)):
        for part in action.parts.values():
            assert tools.ffmpeg().digest in part.pipeline[0].argv


def test_speech_of_another_form_is_refused(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    subprocess.run(
        [*tools.ffmpeg().start, "-loglevel", "error", "-f", "lavfi", "-i", "sine=d=0.1", "-ac", "2", str(path)],
        check=True,
    )
    (part,) = expected_gain_action(make_timeline(spoken(studio, tone(1))), SMALL).parts.values()
    (name,) = part.inputs
    with pytest.raises(Exception, match="is not mono"):
        studio.make(part.model_copy(update={"inputs": {name: studio.file(path)}}))
