"""What an engine is given to say: words, pauses and tone, and nothing else."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.voice.engine_text import pronunciations_for, wording
from reelmake.crafts.voice.numerals import cardinal, ordinal, year
from reelmake.crafts.voice.spoken_forms import read_aloud
from reelmake.documents.canon import Canon


def spoken(text, table=None, language="en"):
    return wording(text, table or {}, language=language, scripts=("LATIN",)).spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Dr. Lane met Mr. Jones", "Doctor Lane met Mister Jones"),
        ("12 Elm Dr. now", "twelve Elm Drive now"),
        ("St. Mary on Main St. at noon", "Saint Mary on Main Street at noon"),
        ("He lives on Main St.", "He lives on Main Street."),
        ("salt, etc. and more", "salt, et cetera and more"),
        ("at 3:40", "at three forty"),
        ("at 3:05 p.m. sharp", "at three oh five P-M sharp"),
        ("It is 9 a.m. He left.", "It is nine A-M. He left."),
        ("at 3:00", "at three o'clock"),
        ("at 15:00", "at fifteen hundred"),
        ("in 1987", "in nineteen eighty-seven"),
        ("in 1905, 1900, 2007, 2024", "in nineteen oh five, nineteen hundred, two thousand seven, twenty twenty-four"),
        ("the '80s and the 1920s", "the eighties and the nineteen twenties"),
        ("1,250 men", "one thousand two hundred fifty men"),
        ("14A, 14AB and B12", "fourteen eh, fourteen-AB and B-twelve"),
        ("R2D2", "R-two-D-two"),
        ("the 21st and 3rd", "the twenty-first and third"),
        ("$5, $1, $3.50, £2.05 and $3 million", "five dollars, one dollar, three dollars fifty, "
         "two pounds and five pence and three million dollars"),
        ("555-0134", "five five five, oh one three four"),
        ("007", "oh oh seven"),
        ("24/7", "twenty-four seven"),
        ("1/2 or 3 1/2 or 2/3", "one half or three and one half or two thirds"),
        ("3.14", "three point one four"),
        ("-5 or 10-20", "minus five or ten to twenty"),
        ("20°C", "twenty degrees Celsius"),
        ("No. 5 and #6", "number five and number six"),
        ("5 km & 10%", "five kilometres  and  ten percent "),
        ("0", "zero"),
    ],
)  # fmt: skip
def test_numbers_and_abbreviations_are_read_as_people_read_them(written, said):
    assert read_aloud(written) == said


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("I was—", "I was."),
        ("— What?!", "What?"),
        ("no... never… Mind", "no, never. Mind."),
        ("one -- two - three", "one, two, three."),
        ("“Go,” he said (quietly).", "Go, he said, quietly."),
        ("well-known", "well-known."),
        ("O’Brien’s rockin’", "O'Brien's rockin'."),
        ("ﬁne ＡＢＣ", "fine ABC."),
        ("a\u0301", "á."),
        ("[[x]] <speak> {y} | ~ ^ 😀 z", "x, speak, y, z."),
        ("ever 世界 after", "ever after."),
        ("½ or 3½, №5, m²", "one half or three and one half, number five, M-two."),
        ("…", ""),
        ("Что?", ""),
    ],
)
def test_punctuation_becomes_pauses_and_symbols_are_dropped(written, given):
    assert spoken(written) == given


def test_what_the_engine_cannot_read_is_named():
    words = wording("ever 世界 after ٣", {}, language="en", scripts=("LATIN",))
    assert words.left_out == "世界٣"
    assert wording("世界", {}, language="ja", scripts=("CJK",)).spoken == "世界."


def test_other_languages_are_not_read_as_english():
    assert spoken("Dr. Muster, 3:40", language="de") == "Dr. Muster, 3:40."


def test_pronunciations_replace_whole_words_in_any_case_longest_first():
    table = {"Niamh": "Neeve", "Saint Niamh": "Saint Neev", "ni": "knee"}
    assert spoken("NIAMH and Saint Niamh, not Niamhs.", table) == "Neeve and Saint Neev, not Niamhs."
    assert spoken("O’Shea", {"O'Shea": "oh shay"}) == spoken("O'Shea", {"O’Shea": "oh shay"}) == "oh shay."


def test_a_speakers_own_pronunciation_comes_before_those_of_others():
    people = {
        "ada": {"name": "Ada", "pronunciation": {"data": "day-ta"}},
        "bo": {"name": "Bo", "pronunciation": {"data": "dah-ta", "Niamh": "Neeve"}},
    }
    canon = Canon.model_validate({"version": 1, "characters": people})
    assert pronunciations_for(canon, "ada") == {"data": "day-ta", "Niamh": "Neeve"}
    assert pronunciations_for(canon, "bo")["data"] == "dah-ta"
    assert pronunciations_for(canon, "stranger")["data"] == "day-ta"


@given(st.text(max_size=200))
def test_an_english_engine_gets_letters_apostrophes_hyphens_and_pauses_only(text):
    given_text = spoken(text)
    assert re.fullmatch(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f]|[ .,;:!?'\-]|\w)*[.!?]|'?.*[.!?]|", given_text)
    assert not set(given_text) & set('[]<>{}()/\\=|&@#%$*_"\n')
    assert "  " not in given_text


@given(st.text(alphabet="0123456789.,:/-$%stndrhkmpA ", max_size=40))
def test_no_ascii_digit_ever_reaches_an_english_engine(text):
    assert not re.search("[0-9]", spoken(text))


def test_names_of_numbers_are_spelled_as_a_dictionary_spells_them():
    assert [ordinal(n) for n in (1, 2, 3, 5, 8, 9, 12, 20, 21, 30, 100, 112)] == [
        "first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "twentieth", "twenty-first", "thirtieth",
        "one hundredth", "one hundred twelfth",
    ]  # fmt: skip
    assert cardinal(1_000_001) == "one million one"
    assert cardinal(999_999_999_999).startswith("nine hundred ninety-nine billion")
    assert [year(n) for n in (1100, 1999, 2000, 2010)] == [
        "eleven hundred", "nineteen ninety-nine", "two thousand", "twenty ten",
    ]  # fmt: skip


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**12 - 1))
def test_two_numbers_never_share_a_name(one, other):
    assert (cardinal(one) == cardinal(other)) == (one == other)


def test_a_line_of_twenty_thousand_characters_is_prepared_at_once():
    begin = time.process_time()
    spoken("a" * 20_000)
    spoken("1," * 10_000)
    spoken(". - " * 5_000)
    spoken("x1" * 10_000)
    assert time.process_time() - begin < 2
