"""The real engine: what it leaves, and that it leaves the same every time."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import wave
from fractions import Fraction

import numpy
import pytest

from reelmake.crafts.voice import breath_groups, finish, piper_engine, piper_tool
from reelmake.crafts.voice.piper_engine import PiperEngine
from reelmake.crafts.voice.port import SpeechFailed, VoiceSettings
from reelmake.crafts.voice.word_marks import marks_of
from reelmake.documents.voice import LineStatus
from reelmake.kernel.digest import canonical_bytes
from reelmake.kernel.errors import NotFound

PLAIN = VoiceSettings()
LINE = "I told you never to come back."


@pytest.fixture(scope="module")
def speaker():
    return PiperEngine().open()


@pytest.fixture
def say(speaker, tmp_path):
    def say(text=LINE, settings=PLAIN, name="say"):
        directory = tmp_path / name
        directory.mkdir(exist_ok=True)
        (directory / "line.txt").write_text(text, encoding="utf-8")
        speaker.speak(PiperEngine().action_for(text, settings), directory)
        return directory / "out.wav"

    return say


def sound_of(path):
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        return numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def fundamental(sound):
    """Return the pitch of the loudest 80 ms in Hz, by autocorrelation, with the peak placed between samples."""
    size = 3840
    power = numpy.convolve(sound * sound, numpy.ones(size), "valid")
    voiced = sound[power.argmax() : power.argmax() + size]
    correlation = numpy.correlate(voiced, voiced, "full")[size - 1 :]
    lag = 200 + correlation[200:800].argmax()
    before, at, after = correlation[lag - 1 : lag + 2]
    return 48_000 / (lag + (before - after) / (2 * (before - 2 * at + after)))


def test_an_action_holds_text_tool_voice_and_settings_and_no_float():
    action = PiperEngine().action_for(LINE, VoiceSettings(length_percent=104, pitch_percent=96))
    assert canonical_bytes(action.identity()), "a float would be refused"
    (command,) = action.pipeline
    assert command.argv[::2] == ("--model", "--config", "--length", "--pitch")
    assert command.argv[4:] == ("--length", "104", "--pitch", "96")
    assert all(checksum.startswith("sha256:") for checksum in command.argv[1:4:2])
    assert action.texts == {"line.txt": LINE}
    assert action.inputs == {}


def test_every_part_of_what_is_heard_is_in_the_key():
    engine = PiperEngine()
    actions = [
        engine.action_for(LINE, VoiceSettings()),
        engine.action_for(LINE + "!", VoiceSettings()),
        engine.action_for(LINE, VoiceSettings(length_percent=101)),
        engine.action_for(LINE, VoiceSettings(pitch_percent=101)),
    ]
    assert len({action.key for action in actions}) == len(actions)


def test_an_engine_whose_voice_is_not_installed_says_what_to_install(monkeypatch):
    monkeypatch.setattr(piper_tool, "VOICE_PACKAGE", "no-such-voice")
    piper_tool.installed_voice.cache_clear()
    try:
        with pytest.raises(NotFound, match="no-such-voice") as caught:
            PiperEngine().action_for(LINE, VoiceSettings())
        assert "make setup" in caught.value.remedy
    finally:
        piper_tool.installed_voice.cache_clear()


def test_planning_speech_loads_neither_numpy_nor_the_model():
    code = (
        "import sys; from reelmake.crafts.voice.engines import ENGINES;"
        "from reelmake.crafts.voice.port import VoiceSettings;"
        "import reelmake.crafts.voice.speak; ENGINES['piper']().action_for('Hello.', VoiceSettings());"
        "assert not {'numpy', 'onnxruntime', 'piper'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
@pytest.mark.spec("E5", "R4")
def test_the_same_line_twice_is_the_same_bytes_whatever_was_said_between(say):
    once = say(name="once").read_bytes()
    say("Something else, and longer, was said in between.", name="between")
    assert say(name="again").read_bytes() == once


@pytest.mark.slow
@pytest.mark.spec("E5")
def test_the_tool_alone_leaves_the_bytes_the_batch_leaves(say, tmp_path):
    settings = VoiceSettings(length_percent=94, pitch_percent=108)
    batch = say(settings=settings)
    action = PiperEngine().action_for(LINE, settings)
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "line.txt").write_text(LINE, encoding="utf-8")
    command = [*piper_engine.piper().start, *action.pipeline[0].argv]
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", "OMP_NUM_THREADS": "1", "HOME": str(alone)}
    subprocess.run(command, cwd=alone, check=True, env=environment)
    assert (alone / "out.wav").read_bytes() == batch.read_bytes()


@pytest.mark.slow
def test_speech_starts_and_ends_in_a_short_silence_and_lies_at_one_level(say):
    for text in ("No.", LINE, "Do you hear me? I never said that you could come in here and sit down."):
        sound = sound_of(say(text))
        heard = numpy.flatnonzero(numpy.abs(sound) > 0.01 * numpy.abs(sound).max())
        head, tail = heard[0], len(sound) - 1 - heard[-1]
        assert 2400 <= head <= 4800 and 2400 <= tail <= 4800, "60 ms, and up to 40 ms of a soft onset"
        assert numpy.abs(sound).max() < 0.85
        windows = sound[: len(sound) // 240 * 240].reshape(-1, 240)
        power = (windows * windows).mean(axis=1)
        level = 10 * numpy.log10(power[power > power.max() * finish.SILENCE].mean())
        assert level == pytest.approx(-23, abs=1)


@pytest.mark.slow
def test_settings_change_pitch_by_what_they_say_and_length_nearly_so(say):
    plain, low, slow = (
        sound_of(say("I never know how long the road home was.", settings))
        for settings in (PLAIN, VoiceSettings(pitch_percent=90), VoiceSettings(length_percent=120))
    )
    assert fundamental(low) / fundamental(plain) == pytest.approx(0.9, abs=0.03)
    assert fundamental(slow) / fundamental(plain) == pytest.approx(1.0, abs=0.03)
    assert len(low) / len(plain) == pytest.approx(1.0, abs=0.06), "the model rounds each phoneme up to whole frames"
    assert len(slow) / len(plain) == pytest.approx(1.2, abs=0.06)


@pytest.mark.slow
def test_a_sentence_without_end_is_spoken_whole_and_in_pieces(say):
    words = "the lamp is lit and the boat is out " * 20
    sound = sound_of(say(words))
    short = sound_of(say("the lamp is lit and the boat is out"))
    assert len(sound) > 15 * len(short)


@pytest.mark.slow
def test_words_without_sound_are_a_speech_failure(say):
    with pytest.raises(SpeechFailed):
        say(" ")


@pytest.mark.slow
def test_a_voice_other_than_the_planned_one_is_refused(speaker, tmp_path):
    action = PiperEngine().action_for(LINE, VoiceSettings())
    command = action.pipeline[0]
    other = command.model_copy(update={"argv": (command.argv[0], "sha256:other", *command.argv[2:])})
    (tmp_path / "line.txt").write_text(LINE, encoding="utf-8")
    with pytest.raises(SpeechFailed, match="planned with"):
        speaker.speak(action.model_copy(update={"pipeline": (other,)}), tmp_path)


@pytest.mark.slow
@pytest.mark.spec("R4")
def test_a_script_is_spoken_by_piper_with_a_voice_for_each_character(world):
    voice = world.speak(world.script(("mara", "Run."), ("tomas", "Run."), ("li", "快跑")))
    assert [line.status for line in voice.lines] == [LineStatus.SPOKEN, LineStatus.SPOKEN, LineStatus.ESTIMATED]
    assert voice.engine == "piper"
    assert voice.lines[0].digest != voice.lines[1].digest
    assert all(8 <= line.frames <= 24 for line in voice.lines)


@pytest.mark.parametrize("length", [100, 999, 22_050])
@pytest.mark.parametrize("pitch", [90, 97, 100, 114])
def test_resampling_keeps_a_tone_its_length_and_its_strength(length, pitch):
    ratio = Fraction(48_000 * 100, 22_050 * pitch)
    tone = numpy.sin(numpy.arange(length) * 2 * numpy.pi * 440 / 22_050) * numpy.hanning(length)
    result = finish.resampled(tone, ratio)
    assert len(result) == int(length * ratio)
    times = numpy.arange(len(result)) / float(ratio)
    expected = numpy.sin(times * 2 * numpy.pi * 440 / 22_050)
    window = numpy.interp(times, numpy.arange(length), numpy.hanning(length))
    assert numpy.abs(result - expected * window).max() < 0.01


def test_long_sentences_are_cut_at_commas_then_at_spaces_then_anywhere():
    limit = breath_groups.MOST_PHONEMES
    for sentence in ("ab, " * 100, "abc " * 100, "a" * 400):
        pieces = ["".join(piece) for piece in breath_groups.breaths(list(sentence))]
        assert "".join(pieces).rstrip() == sentence.rstrip()
        assert all(0 < len(piece) <= limit for piece in pieces)
    assert all(piece.rstrip().endswith(",") for piece in map("".join, breath_groups.breaths(list("ab, " * 100))))
    assert all(piece.rstrip().endswith("c") for piece in map("".join, breath_groups.breaths(list("abc " * 100))))


@pytest.mark.slow
@pytest.mark.spec("R5")
def test_the_marked_words_begin_where_speech_begins_after_a_pause(say):
    text = "Listen. Nobody came back, because nobody knew. Then, at last, three hundred boats."
    path = say(text, VoiceSettings(length_percent=104, pitch_percent=92))
    marks = marks_of(path)
    assert [mark.text for mark in marks] == text.split()
    sound = sound_of(path)
    windows = (sound[: len(sound) // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1)
    loud = numpy.flatnonzero(windows > windows.max() * 1e-4) * 5
    pauses = [(int(a) + 5, int(b)) for a, b in itertools.pairwise(loud) if b - a > 150]
    onsets = [int(loud[0]), *(end for _, end in pauses)]
    starts = numpy.array([mark.start / 48 for mark in marks])
    assert len(onsets) == 6
    assert max(numpy.abs(starts - onset).min() for onset in onsets) < 50, "milliseconds"
    for start, end in pauses:
        assert not any(start + 40 < mark.start / 48 < end - 20 for mark in marks), "no word begins in a pause"
