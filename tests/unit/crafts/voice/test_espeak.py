"""The engine that stands in: what it leaves, that it leaves the same every time, and in which languages."""

from __future__ import annotations

import itertools
import os
import subprocess

import numpy
import pytest

from reelmake.crafts.voice import espeak_engine, espeak_tool, finish
from reelmake.crafts.voice.espeak_engine import EspeakEngine
from reelmake.crafts.voice.port import SpeechFailed, VoiceSettings
from reelmake.crafts.voice.word_marks import marks_of
from reelmake.documents.voice import LineStatus
from unit.crafts.voice.test_piper import fundamental, sound_of

PLAIN = VoiceSettings(voice="en-us+m3")
LINE = "Listen. Nobody came back, because nobody knew."


@pytest.fixture
def say(tmp_path):
    speaker = EspeakEngine().open()

    def say(text=LINE, settings=PLAIN, name="say"):
        directory = tmp_path / name
        directory.mkdir(exist_ok=True)
        (directory / "line.txt").write_text(text, encoding="utf-8")
        speaker.speak(EspeakEngine().action_for(text, settings), directory)
        return directory / "out.wav"

    return say


@pytest.mark.spec("E5", "R4")
def test_the_same_line_is_the_same_bytes_whatever_was_said_between_and_by_the_tool_alone(say, tmp_path):
    once = say(name="once").read_bytes()
    say("Something else, and longer.", VoiceSettings(voice="de+f2"), name="between")
    assert say(name="again").read_bytes() == once
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "line.txt").write_text(LINE, encoding="utf-8")
    argv = EspeakEngine().action_for(LINE, PLAIN).pipeline[0].argv
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(alone)}
    subprocess.run([*espeak_engine.espeak().start, *argv], cwd=alone, check=True, env=environment)
    assert (alone / "out.wav").read_bytes() == once


def test_a_sound_is_of_the_agreed_form_level_and_margins(say):
    sound = sound_of(say())
    heard = numpy.flatnonzero(numpy.abs(sound) > 0.01 * numpy.abs(sound).max())
    assert 2400 <= heard[0] <= 4800 and 2400 <= len(sound) - 1 - heard[-1] <= 4800
    assert numpy.abs(sound).max() < 0.85
    power = (sound[: len(sound) // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1)
    assert 10 * numpy.log10(power[power > power.max() * finish.SILENCE].mean()) == pytest.approx(-23, abs=1)


def test_settings_change_pitch_and_length_by_what_they_say(say):
    text = "I never know how long the road home was."
    plain, low, slow = (
        sound_of(say(text, VoiceSettings(voice="en-us+m3", **changed)))
        for changed in ({}, {"pitch_percent": 90}, {"length_percent": 120})
    )
    assert fundamental(low) / fundamental(plain) == pytest.approx(0.9, abs=0.03)
    assert fundamental(slow) / fundamental(plain) == pytest.approx(1.0, abs=0.03)
    assert len(low) / len(plain) == pytest.approx(1.0, abs=0.03)
    assert len(slow) / len(plain) == pytest.approx(1.2, abs=0.05)


@pytest.mark.spec("R5")
def test_the_marked_words_are_those_of_the_line_in_order_and_begin_after_its_pauses(say):
    path = say()
    marks = marks_of(path)
    assert [mark.text for mark in marks] == LINE.split()
    assert all(mark.start < mark.end_exclusive for mark in marks)
    sound = sound_of(path)
    power = (sound[: len(sound) // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1)
    loud = numpy.flatnonzero(power > power.max() * 1e-4) * 5
    onsets = [loud[0], *(after for before, after in itertools.pairwise(loud) if after - before > 150)]
    starts = numpy.array([mark.start / 48 for mark in marks])
    assert len(onsets) >= 2
    assert max(numpy.abs(starts - onset).min() for onset in onsets) < 80, "milliseconds"


@pytest.mark.parametrize("language", EspeakEngine.languages)
def test_every_language_it_names_has_a_voice_and_is_heard(say, language):
    text = {"CYRILLIC": "Привет", "GREEK": "Καλημέρα", "ARABIC": "مرحبا", "HEBREW": "שלום"}.get(
        (script := EspeakEngine().scripts_for(language)[0]),
        {"DEVANAGARI": "नमस्ते", "HANGUL": "안녕하세요", "CJK": "你好"}.get(script, "Mama telefon"),
    )
    sound = sound_of(say(text, VoiceSettings(voice=EspeakEngine().voices_for(language)[0].id)))
    assert len(sound) > 48_000 // 4


@pytest.mark.parametrize(
    ("text", "voice", "says"), [("Yes.", "xx+m3", "no voice xx"), (" ", "en-us+m3", "sound|nothing")]
)
def test_what_it_cannot_speak_is_a_speech_failure(say, text, voice, says):
    with pytest.raises(SpeechFailed, match=says):
        say(text, VoiceSettings(voice=voice))


@pytest.mark.spec("R4", "E10")
def test_a_german_series_is_spoken_though_piper_has_no_german(world):
    voice = world.speak(
        world.script(("mara", "Guten Morgen."), ("tomas", "Wie geht es Ihnen?")), project=world.project(language="de")
    )
    assert [line.status for line in voice.lines] == [LineStatus.SPOKEN] * 2
    assert all("speaks en, not de; a voice of espeak-ng is used instead" in line.flag for line in voice.lines)
    assert [word.text for word in voice.lines[1].words] == ["Wie", "geht", "es", "Ihnen?"]


def test_between_reads_a_table_on_the_straight_line():
    assert [espeak_tool._between(espeak_tool.RATES, percent) for percent in (80, 100, 120)] == [212, 175, 150]
