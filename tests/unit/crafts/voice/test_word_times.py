"""When each written word is heard: from an engine's marks, else from letters and silences."""

from __future__ import annotations

import itertools

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.voice.phoneme_words import Phone, word_spans
from reelmake.crafts.voice.word_marks import WordMark, add_marks, marks_of
from reelmake.crafts.voice.word_times import silences, word_times
from reelmake.documents.voice import WordTime
from reelmake.documents.word_timing import carried_over, estimated_words, written_words

TEXTS = st.text(st.sampled_from("ab cd, 3:4 灯。—é"), max_size=60)


def times(words):
    return [(word.text, word.start_ms, word.end_ms) for word in words]


def tones(path, *stretches, rate=48_000):
    """Write stretches of sound and silence, in seconds, negative ones silent."""
    import wave

    parts = [numpy.sin(numpy.arange(int(abs(s) * rate)) / 20) * (9000 if s > 0 else 0) for s in stretches]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(numpy.concatenate(parts).astype("<i2").tobytes())
    return path


def test_marks_come_back_and_leave_the_sound_as_it_was(tmp_path):
    path = tones(tmp_path / "a.wav", 0.5)
    before = tones(tmp_path / "b.wav", 0.5)
    marks = (WordMark("Ça", 10, 200), WordMark("va?", 300, 2400))
    add_marks(path, marks)
    assert marks_of(path) == marks
    import wave

    with wave.open(str(path)) as one, wave.open(str(before)) as other:
        assert one.readframes(99_999) == other.readframes(99_999)
    assert int.from_bytes(path.read_bytes()[4:8], "little") == path.stat().st_size - 8


@pytest.mark.parametrize("cut", [1, 7, 20, 60, 90])
def test_marks_that_are_damaged_are_no_marks_or_some(tmp_path, cut):
    path = tones(tmp_path / "a.wav", 0.1)
    add_marks(path, (WordMark("one", 10, 200), WordMark("two", 300, 900)))
    path.write_bytes(path.read_bytes()[:-cut])
    assert len(marks_of(path)) <= 2


def test_phonemes_run_together_are_given_to_their_words():
    heard = "ˈɪts ðəʊld wˌʌn"  # "it's the old one", two words run together and one stressed
    phones, place = [], 0
    for symbol in heard:
        phones.append(Phone(symbol, place, place + 100))
        place += 100
    words = [list("ɪts"), list("ðə"), list("ˈəʊld"), list("wʌn"), list("...")]
    assert word_spans(words, phones) == [(0, 400), (500, 600), (600, 1000), (1100, 1500), (1400, 1400)]


@given(st.lists(st.text("abc", max_size=4), min_size=1, max_size=6), st.text("abc ˈ,", max_size=20))
def test_whatever_is_heard_words_are_in_order_and_inside(words, heard):
    phones = [Phone(symbol, 10 * n, 10 * n + 10) for n, symbol in enumerate(heard)]
    spans = word_spans([list(word) for word in words], phones)
    assert len(spans) == len(words)
    assert all(0 <= start <= end <= 10 * len(heard) for start, end in spans)
    assert all(before[0] <= after[0] for before, after in itertools.pairwise(spans))


def test_words_that_are_spoken_otherwise_take_the_time_of_what_was_said():
    said = [
        WordTime(text=t, start_ms=a, end_ms=b)
        for t, a, b in [
            ("At", 0, 90),
            ("three", 100, 400),
            ("forty,", 400, 800),
            ("Doctor", 900, 1200),
            ("Lee.", 1250, 1500),
        ]
    ]
    assert times(carried_over("At 3:40, Dr. Lee.", said)) == [
        ("At", 0, 90),
        ("3:40,", 100, 787),
        ("Dr.", 787, 1200),
        ("Lee.", 1250, 1500),
    ]
    assert carried_over("", said) == () and carried_over("Hello", []) == ()


@given(TEXTS, st.integers(0, 9000))
def test_estimated_words_are_all_there_in_order_and_within_the_line(text, milliseconds):
    words = estimated_words(text, milliseconds)
    assert "".join(word.text for word in words) == "".join(text.split())
    edges = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges) and all(0 <= edge <= milliseconds for edge in edges)


@given(TEXTS, st.lists(st.tuples(TEXTS.filter(str.split), st.integers(0, 99)), max_size=6))
def test_carried_over_words_are_all_there_and_in_order(text, said):
    spoken, place = [], 0
    for word, length in said:
        spoken.append(WordTime(text=word, start_ms=place, end_ms=place + length))
        place += length
    words = carried_over(text, spoken)
    assert [word.text for word in words] == (written_words(text) if spoken else [])
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts) and all(word.start_ms <= word.end_ms <= place for word in words)


def test_without_marks_no_word_lies_in_a_silence(tmp_path):
    path = tones(tmp_path / "a.wav", -0.1, 1.0, -0.8, 1.0, -0.2)
    assert silences(path) == [(0, 100), (1100, 1900), (2900, 3100)]
    words = word_times("aaaa bbbb cccc dddd", path, 3_100 * 48)
    assert times(words) == [("aaaa", 100, 600), ("bbbb", 600, 1100), ("cccc", 1900, 2400), ("dddd", 2400, 2900)]
