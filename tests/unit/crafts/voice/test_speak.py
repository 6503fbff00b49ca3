"""Lines are spoken once, measured, and flagged when they cannot be spoken."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.voice.cast import LENGTHS, PITCHES, settings_of
from reelmake.crafts.voice.engines import ENGINES
from reelmake.crafts.voice.port import NOT_SPOKEN_YET, SpeechFailed
from reelmake.crafts.voice.reading_speed import SHORTEST_SAMPLES, estimated_samples
from reelmake.documents.canon import Canon
from reelmake.documents.project import VoiceConfig
from reelmake.documents.voice import LineStatus, Voice
from reelmake.kernel.digest import digest_file


@pytest.mark.spec("R4", "A3")
def test_a_spoken_line_is_as_long_as_its_sound_in_whole_frames(world):
    voice = world.speak(world.script(("mara", "Come back.")), world.engine())
    (line,) = voice.lines
    assert line.status is LineStatus.SPOKEN
    assert (line.samples, line.frames) == (8000, 4), "8 letters at 1000 samples fill four frames of 2000"
    assert line.digest == digest_file(world.root / f"{line.key}.wav")
    assert (line.id, line.element_id, line.part, line.scene_id, line.speaker_id) == ("e0.0", "e0", 0, "1", "mara")
    assert line.flag == ""


def test_a_sound_one_sample_longer_than_a_frame_takes_two_frames(world):
    engine = world.engine(leaves=lambda path: world.wav_file(path, 2001))
    assert world.speak(world.script(("mara", "Yes.")), engine).lines[0].frames == 2


@pytest.mark.spec("E7")
def test_speaking_again_makes_nothing_and_loads_no_model(world):
    script = world.script(("mara", "One."), ("tomas", "Two."))
    first, second = world.engine(), world.engine()
    once = world.speak(script, first)
    assert (world.makes, first.opened) == (2, 1), "a batch loads the model once"
    world.makes = 0
    assert world.speak(script, second) == once
    assert (world.makes, second.opened) == (0, 0)


@pytest.mark.spec("E2")
def test_a_changed_line_is_the_only_one_spoken_anew(world):
    world.speak(world.script(("mara", "One."), ("tomas", "Two."), ("mara", "Three.")), world.engine())
    engine = world.engine()
    world.speak(world.script(("mara", "One."), ("tomas", "Twelve."), ("mara", "Three.")), engine)
    assert engine.spoken == ["Twelve."]


def test_the_same_words_of_one_character_share_a_key_and_those_of_another_do_not(world):
    engine = world.engine()
    lines = world.speak(world.script(("mara", "No."), ("mara", "*No.*"), ("tomas", "No.")), engine).lines
    assert lines[0].key == lines[1].key != lines[2].key
    assert len(engine.spoken) == 2
    assert len({line.id for line in lines}) == 3


def test_emphasis_marks_are_neither_spoken_nor_captioned(world):
    (line,) = world.speak(world.script(("mara", "I **said** _no_.")), world.engine()).lines
    assert (line.text, line.spoken) == ("I said no.", "I said no.")


@pytest.mark.spec("E10")
@pytest.mark.parametrize(
    "error", [SpeechFailed("no such phoneme"), RuntimeError("no such phoneme"), ValueError("no such phoneme")]
)
def test_a_line_the_engine_fails_on_is_flagged_and_estimated_and_the_rest_is_spoken(world, error):
    engine = world.engine(refuses={"Zzz": error})
    bad, good = world.speak(world.script(("mara", "Zzz zzz zzz zzz."), ("mara", "Fine.")), engine).lines
    assert bad.status is LineStatus.FAILED
    assert "no such phoneme" in bad.flag and "fake" in bad.flag
    assert (bad.key, bad.digest) == ("", "")
    assert bad.samples == estimated_samples("Zzz zzz zzz zzz.", 15) == 16 * 48000 // 15
    assert good.status is LineStatus.SPOKEN


@pytest.mark.parametrize(
    ("leaves", "says"),
    [
        (lambda world: lambda path: None, "no out.wav"),
        (lambda world: lambda path: path.write_bytes(b"not a wav at all"), "not a sound"),
        (lambda world: lambda path: world.wav_file(path, 0), "empty"),
        (lambda world: lambda path: world.wav_file(path, 100, rate=22050), "22050 Hz"),
        (lambda world: lambda path: world.wav_file(path, 100, channels=2), "2 channels"),
    ],
)
def test_a_result_that_is_no_sound_of_the_agreed_form_fails_the_line(world, leaves, says):
    (line,) = world.speak(world.script(("mara", "Yes.")), world.engine(leaves=leaves(world))).lines
    assert line.status is LineStatus.FAILED
    assert says in line.flag
    assert not list(world.root.glob("*.wav")), "nothing of it may enter the store"


def test_a_full_disk_is_not_taken_for_a_failed_line(world):
    def full(path):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        world.speak(world.script(("mara", "Yes.")), world.engine(leaves=full))


def test_a_failing_line_said_twice_is_tried_once(world):
    engine = world.engine(refuses={"Zzz": SpeechFailed("no")})
    lines = world.speak(world.script(("mara", "Zzz."), ("mara", "Zzz.")), engine).lines
    assert [line.status for line in lines] == [LineStatus.FAILED] * 2
    assert engine.spoken == ["Zzz."]


def test_an_engine_that_does_not_start_is_tried_once_and_fails_every_line_with_the_reason(world):
    engine = world.engine(starts=False)
    lines = world.speak(world.script(("mara", "One."), ("mara", "Two.")), engine).lines
    assert [line.status for line in lines] == [LineStatus.FAILED] * 2
    assert all("the model is damaged" in line.flag for line in lines)
    assert engine.opened == 1


@pytest.mark.spec("E10")
def test_an_engine_that_is_not_installed_estimates_every_line_and_says_so(world):
    lines = world.speak(world.script(("mara", "One."), ("mara", "Two.")), world.engine(installed=False)).lines
    assert [(line.status, line.flag) for line in lines] == [
        (LineStatus.ESTIMATED, "engine fake is not installed (extra fake)")
    ] * 2


def test_an_engine_of_another_language_estimates_every_line_and_says_so(world):
    (line,) = world.speak(
        world.script(("mara", "Guten Morgen.")), world.engine(), project=world.project(language="de-AT")
    ).lines
    assert (line.status, line.flag) == (LineStatus.ESTIMATED, "engine fake speaks en, not de")


def test_no_engine_estimates_every_line_and_flags_none(world):
    voice = world.speak(world.script(("mara", "One."), ("mara", "二" * 30)), project=world.project(engine="none"))
    assert voice.engine == "none"
    assert [(line.status, line.flag, line.key) for line in voice.lines] == [(LineStatus.ESTIMATED, "", "")] * 2
    assert [line.samples for line in voice.lines] == [SHORTEST_SAMPLES, 60 * 48000 // 15]


@pytest.mark.spec("S1")
def test_a_line_in_a_script_the_engine_cannot_read_is_flagged_and_estimated(world):
    engine = world.engine()
    chinese, mixed, dots = world.speak(
        world.script(("li", "我回来了。"), ("li", "好, fine."), ("li", "…!")), engine
    ).lines
    assert chinese.status is LineStatus.ESTIMATED
    assert "我回来了" in chinese.flag
    assert chinese.samples == 10 * 48000 // 15
    assert (mixed.status, mixed.spoken) == (LineStatus.SPOKEN, "fine.")
    assert "好" in mixed.flag, "what is left out is never left out in silence"
    assert (dots.status, dots.frames) == (LineStatus.ESTIMATED, 15)
    assert dots.flag
    assert engine.spoken == ["fine."]


def test_every_line_is_reported_and_logged(world):
    engine = world.engine(refuses={"Zzz": SpeechFailed("no")})
    world.speak(world.script(("mara", "One."), ("mara", "Zzz."), ("mara", "好")), engine)
    assert world.progress == [(1, 3), (2, 3), (3, 3)]
    events = [json.loads(line)["event"] for line in world.log.getvalue().splitlines()]
    assert events == ["engine_opened", "line_spoken", "line_failed", "line_estimated"]


def test_pronunciations_of_the_canon_reach_the_engine_and_not_the_caption(world):
    canon = Canon.model_validate(
        {"version": 1, "characters": {"niamh": {"name": "Niamh", "pronunciation": {"Niamh": "Neeve"}}}}
    )
    (line,) = world.speak(world.script(("mara", "Niamh, come!")), world.engine(), canon=canon).lines
    assert (line.text, line.spoken) == ("Niamh, come!", "Neeve, come!")


def test_a_voice_names_its_script_and_survives_its_file(world, tmp_path):
    script = world.script(("mara", "One."))
    voice = world.speak(script, world.engine())
    assert voice.trace_id == script.trace_id
    assert voice.parents == (script.as_parent(),)
    voice.save(tmp_path / "voice.json")
    assert Voice.load(tmp_path / "voice.json") == voice


def test_a_script_in_which_no_one_speaks_has_a_voice_without_lines(world):
    assert world.speak(world.script(), world.engine()).lines == ()


def test_every_engine_of_the_register_bears_its_name_and_the_config_knows_it():
    assert [make().name for make in ENGINES.values()] == list(ENGINES)
    assert set(get_args(VoiceConfig.model_fields["engine"].annotation)) == {*ENGINES, "none"}


@pytest.mark.spec("E10", "R4")
def test_an_engine_that_is_missing_or_fails_is_stood_in_for_and_the_line_says_so(world):
    script = world.script(("mara", "Zzz."), ("mara", "Fine."))
    spare = world.engine(name="espeak-ng")
    away, same = world.speak(script, world.engine(installed=False), spare).lines
    assert (away.status, away.engine) == (LineStatus.SPOKEN, "espeak-ng")
    assert away.flag == same.flag == "engine fake is not installed (extra fake); a voice of espeak-ng is used instead"
    failed, fine = world.speak(script, world.engine(refuses={"Zzz": SpeechFailed("no")}), spare).lines
    assert (failed.status, failed.engine, fine.engine) == (LineStatus.SPOKEN, "espeak-ng", "fake")
    assert failed.flag == "engine fake failed: no; a voice of espeak-ng is used instead" and fine.flag == ""
    assert failed.key == away.key, "whoever stands in says it as it always would"


def test_a_line_nobody_has_tried_is_not_stood_in_for(world):
    spare = world.engine(name="espeak-ng")
    untried = world.engine(refuses={"Zzz": SpeechFailed("not spoken yet", reason=NOT_SPOKEN_YET)})
    (line,) = world.speak(world.script(("mara", "Zzz.")), untried, spare).lines
    assert line.status is LineStatus.FAILED and not spare.spoken


@given(st.text(max_size=400), st.integers(5, 40))
def test_an_estimate_is_never_short_of_what_is_shortest_and_grows_with_the_text(text, speed):
    samples = estimated_samples(text, speed)
    assert samples >= SHORTEST_SAMPLES
    assert estimated_samples(text + "x", speed) >= samples


def test_a_wide_character_takes_as_long_as_two():
    assert estimated_samples("話" * 40, 15) == estimated_samples("a" * 80, 15)
    assert estimated_samples("é" * 40, 15) == estimated_samples("e\u0301" * 40, 15)


def test_a_character_keeps_one_mild_voice_for_good():
    assert settings_of("mara") == settings_of("mara")
    cast = {settings_of(f"character-{index}") for index in range(300)}
    assert len(cast) > len(PITCHES) * len(LENGTHS) * 0.9, "nearly every voice there is has been given to someone"
    assert (settings_of("mara").pitch_percent, settings_of("mara").length_percent) == (96, 106)
