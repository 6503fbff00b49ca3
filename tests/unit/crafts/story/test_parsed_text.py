"""What the script stores of a text: words, notes and directions, from either format."""

from __future__ import annotations

import pytest

from reelmake.crafts.story.fountain import write_fountain
from reelmake.documents.script import DirectionKind, ElementKind, Script
from reelmake.kernel.errors import ValidationFailed

SCENE = "INT. KITCHEN - NIGHT\n\n"


def elements(script: Script) -> list[tuple[str, str]]:
    return [(one.kind.value, one.words) for scene in script.scenes for one in scene.elements]


@pytest.mark.spec("S1")
def test_every_text_is_stored_as_written_and_as_words(read):
    script = read(
        "Title:\n    _**The Lamp**_ /* draft */\nAuthor: *Ada* Bell\n\n"
        ".THE *PIER* [[dressed]] - NIGHT\n\nA *wet* deck. [[sfx: rain]]\n\n"
        "ADA\n(*softly*)\nThe **lamp** /* old line */is out.\n[[why?]]\n~La _la_\n\n> *THE END* <\n\n= _She_ waits.\n"
    )
    (scene,) = script.scenes
    assert script.title == "The Lamp"
    assert [field.words for field in script.title_page] == [("The Lamp",), ("Ada Bell",)]
    assert (scene.heading, scene.heading_words) == ("THE *PIER* [[dressed]] - NIGHT", "THE PIER - NIGHT")
    assert elements(script) == [
        ("action", "A wet deck."),
        ("dialogue", ""),
        ("centered", "THE END"),
        ("synopsis", "She waits."),
    ]
    assert [(part.kind, part.text, part.words) for part in scene.elements[1].parts] == [
        ("parenthetical", "*softly*", "softly"),
        ("line", "The **lamp** /* old line */is out.", "The lamp is out."),
        ("note", "why?", ""),
        ("lyric", "La _la_", "La la"),
    ]
    assert write_fountain(read(write_fountain(script))) == write_fountain(script)


def test_a_note_has_a_key_a_value_and_the_line_of_its_value_wherever_it_stands(read):
    script = read(
        "INT. KITCHEN - NIGHT [[set: bare]]\n\n[[\n  Canon : ADA dies;\n  BEN is here\n]]\n\n"
        "Rain. [[SFX: rain,\nwind]]\n\nADA [[mood: tense]]\n[[emotion: angry]]\nNo. [[a remark: with a colon]]\n\n"
        "/* [[sfx: none]] */\n\n[[10: later]]\n"
    )
    assert [(note.key, note.value, note.line) for note in script.scenes[0].all_notes()] == [
        ("set", "bare", 1),
        ("canon", "ADA dies;\n  BEN is here", 4),
        ("sfx", "rain,\nwind", 8),
        ("mood", "tense", 11),
        ("emotion", "angry", 12),
        ("", "a remark: with a colon", 13),
        ("", "10: later", 17),
    ]


def test_an_offset_in_the_words_of_an_action_leads_to_its_source_line(read):
    (scene,) = read(SCENE + "One *two*\n[[a note\nof two lines]]\nthree\n/* cut\n\ncut */ four\n").scenes
    (action,) = scene.elements
    assert action.words == "One two three four"
    assert [action.line_at(action.words.index(word)) for word in ("One", "two", "three", "four")] == [3, 3, 6, 7]
    assert action.words_in_lines == "One two\nthree\nfour"


@pytest.mark.parametrize(
    ("text", "kind", "beats", "words"),
    [
        ("Beat.", DirectionKind.PAUSE, 1, ""),
        ("A long silence.", DirectionKind.PAUSE, 2, ""),
        ("Two beats.", DirectionKind.PAUSE, 2, ""),
        ("CLOSE ON: the *ticket*. It burns.", DirectionKind.CLOSE_ON, 0, "the ticket"),
        ("INSERT - THE LETTER", DirectionKind.CLOSE_ON, 0, "THE LETTER"),
    ],
)
def test_an_action_directs_the_camera(read, text, kind, beats, words):
    (direction,) = read(SCENE + text).scenes[0].elements[0].directions
    assert (direction.kind, direction.beats, direction.words) == (kind, beats, words)


def test_an_action_that_only_mentions_a_pause_directs_nothing(read):
    assert read(SCENE + "A silence falls over the bay.").scenes[0].elements[0].directions == ()


def test_a_bracket_names_a_pause(read):
    brackets = ("beat", "pause", "a long pause", "two beats", "beating time", "off")
    speech = read(SCENE + "ADA\n" + "".join(f"({bracket})\nYes.\n" for bracket in brackets)).scenes[0].elements[0]
    assert [part.beats for part in speech.parts if part.kind == "parenthetical"] == [1, 1, 2, 2, 0, 0]


@pytest.mark.parametrize(
    ("page", "language"),
    [("Title: Licht\nLanguage: Deutsch\n\n", "Deutsch"), ("Language:\n    *pt-BR*\n\n", "pt-BR"), ("Title: X\n\n", "")],
)
def test_the_language_the_title_page_states_is_stored(read, page, language):
    assert read(page + SCENE + "Rain.").language == language


def test_a_script_without_parsed_text_is_refused_with_a_remedy(read):
    script = read(SCENE + "Rain.")
    old = script.model_dump(mode="json")
    del old["scenes"][0]["elements"][0]["words"]
    with pytest.raises(ValidationFailed, match="words: Field required") as caught:
        Script.from_data(old, "episodes/ep01/script.json")
    assert "build it again" in caught.value.remedy
    assert Script.from_bytes(script.to_bytes(), "script.json") == script


def test_comments_and_notes_have_no_words(read):
    script = read(SCENE + "[[a note]]\n\n/* old */\n\nADA\n/* cut */\n[[x]]\n")
    assert {words for kind, words in elements(script) if kind != ElementKind.ACTION} == {""}
