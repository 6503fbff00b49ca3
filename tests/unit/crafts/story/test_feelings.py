"""The feeling of each spoken line, from brackets and notes."""

from __future__ import annotations

import pytest

from reelmake.documents.spoken import SpokenPart, spoken_parts

HEADING = "INT. KITCHEN - NIGHT\n\n"


@pytest.fixture
def said(read):
    def parts(text: str) -> list[SpokenPart]:
        return list(spoken_parts(read(HEADING + text)))

    return parts


@pytest.mark.spec("R4")
@pytest.mark.parametrize(
    ("bracket", "feeling", "shouted", "unknown"),
    [
        ("angrily", "angry", False, ""),
        ("*whispering*", "whisper", False, ""),
        ("beat, then softly", "tender", False, ""),
        ("SHOUTING over the wind", "angry", True, ""),
        ("calling", "urgent", True, ""),
        ("to Mara", "neutral", False, ""),
        ("to Joy", "neutral", False, ""),
        ("beat", "neutral", False, ""),
        ("flat", "neutral", False, ""),
        ("ЗЛО", "neutral", False, "зло"),
        ("zxqvly", "neutral", False, "zxqvly"),
        ("zxqvly and gone", "neutral", False, ""),
        ("[[sad]] beat", "neutral", False, ""),
    ],
)
def test_a_bracket_before_the_words_says_how_they_are_felt(said, bracket, feeling, shouted, unknown):
    (part,) = said(f"ADA\n({bracket})\nGo.\n")
    assert (part.feeling, part.is_shouted, part.unknown_feeling) == (feeling, shouted, unknown)


@pytest.mark.parametrize(
    "speech",
    [
        "ADA\n[[emotion: angry]]\nGo.\n",
        "ADA\n[[Emotion : ANGRY, and loud]]\nGo.\n",
        "ADA\n[[voice: angry]]\nGo.\n",
        "ADA\n[[emotion: anger]]\nGo.\n",
        "ADA\n[[emotion: angry]] Go.\n",
        "ADA\nGo. [[emotion: angry]]\n",
        "ADA\nGo.\n[[emotion: angry]]\n",
        "ADA [[emotion: angry]]\nGo.\n",
        "[[emotion: angry]]\nADA\nGo.\n",
        "[[emotion: angry]]\n\n[[a remark]]\n\nADA\nGo.\n",
        "ADA\n(beat) [[emotion: angry]]\nGo.\n",
    ],
)
def test_a_note_names_the_feeling_wherever_it_stands_at_the_speech(said, speech):
    (part,) = said(speech)
    assert (part.text, part.feeling, part.unknown_feeling) == ("Go.", "angry", "")


def test_a_feeling_holds_to_the_end_of_the_speech_unless_another_is_named(said):
    parts = said(
        "ADA\nOne.\n(sadly)\nTwo.\n(beat)\nThree.\n[[emotion: happy]]\nFour.\n(neutral)\nFive.\n(shouting)\nSix.\n\n"
        "ADA\nSeven.\n"
    )
    assert [(part.feeling, part.is_shouted) for part in parts] == [
        ("neutral", False),
        ("sad", False),
        ("sad", False),
        ("happy", False),
        ("neutral", False),
        ("angry", True),
        ("neutral", False),
    ]


def test_a_note_between_two_lines_is_about_the_second(said):
    first, second = said("ADA\nI am fine.\n[[emotion: sad]]\nReally.\n")
    assert (first.feeling, second.feeling) == ("neutral", "sad")


def test_an_action_between_a_note_and_the_speech_ends_the_note(said):
    (part,) = said("[[emotion: angry]]\n\nRain.\n\nADA\nGo.\n")
    assert part.feeling == "neutral"


def test_an_unknown_feeling_in_a_note_is_kept_and_the_one_before_holds(said):
    (part,) = said("ADA\n(sadly)\n[[emotion: zxqvly bored-ish]]\nGo.\n")
    assert (part.feeling, part.unknown_feeling) == ("sad", "")
    (part,) = said("ADA\n(sadly)\n[[emotion: zxqvly]]\nGo.\n")
    assert (part.feeling, part.unknown_feeling) == ("sad", "zxqvly")
