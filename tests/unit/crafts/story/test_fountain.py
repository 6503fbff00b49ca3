"""Fountain's hard parts, each as it ends up in a script."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reelmake.documents.script import Element, ElementKind, SceneSetting, Script
from reelmake.kernel.ids import slug
from support.work import calls_made


def element(script: Script, index: int = 0) -> Element:
    return script.scenes[-1].elements[index]


@pytest.mark.spec("S1")
def test_the_title_page_keeps_keys_values_and_their_layout(read):
    script = read("Title:\n    _**THE LAMP**_\n\tAt Night\nCredit: written by\nDraft date:\n\nINT. A - DAY\n")
    assert [(one.key, one.values, one.inline) for one in script.title_page] == [
        ("Title", ("_**THE LAMP**_", "At Night"), False),
        ("Credit", ("written by",), True),
        ("Draft date", (), False),
    ]
    assert script.title == "THE LAMP At Night"
    assert [one.source.first for one in script.title_page] == [1, 4, 5]


def test_a_fade_in_first_is_a_transition_and_no_title_page(read):
    script = read("FADE IN:\n\nINT. A - DAY\n")
    assert script.title_page == ()
    assert script.scenes[0].id == "0"
    assert script.scenes[0].location_id == "nowhere"
    assert script.scenes[0].elements[0].kind is ElementKind.TRANSITION


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("heading", "setting", "location", "time_of_day"),
    [
        ("INT. LIGHTHOUSE - NIGHT", SceneSetting.INTERIOR, "LIGHTHOUSE", "NIGHT"),
        ("ext. sea", SceneSetting.EXTERIOR, "sea", ""),
        ("INT./EXT. CAR - MOMENTS LATER", SceneSetting.BOTH, "CAR", "MOMENTS LATER"),
        ("I/E CAR – DAY", SceneSetting.BOTH, "CAR", "DAY"),
        ("EST. SEA - DAWN", SceneSetting.EXTERIOR, "SEA", "DAWN"),
        ("INT LIGHTHOUSE - LAMP ROOM", SceneSetting.INTERIOR, "LIGHTHOUSE - LAMP ROOM", ""),
        ("INT. LIGHTHOUSE - LAMP ROOM - NIGHT", SceneSetting.INTERIOR, "LIGHTHOUSE - LAMP ROOM", "NIGHT"),
        (".МАЯК - НОЧЬ", SceneSetting.UNSTATED, "МАЯК", "НОЧЬ"),
        (".灯台 - 夜", SceneSetting.UNSTATED, "灯台", "夜"),
        ("INT. HOUSE [[which?]] - DAY", SceneSetting.INTERIOR, "HOUSE", "DAY"),
    ],
)
def test_a_heading_names_setting_place_and_time(read, heading, setting, location, time_of_day):
    scene = read(f"{heading}\n").scenes[0]
    assert (scene.setting, scene.location, scene.time_of_day) == (setting, location, time_of_day)
    assert scene.forced is heading.startswith(".")


@pytest.mark.parametrize("line", ["...and then", ". Then", "Interior thoughts.", "EXTRA milk.", "Established."])
def test_what_only_looks_like_a_heading_is_action(read, line):
    assert element(read(f"INT. A - DAY\n\n{line}\n")).kind is ElementKind.ACTION


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("cue", "speaker", "extensions", "forced"),
    [
        ("MARY", "MARY", (), False),
        ("MARY ANN (V.O.) (CONT'D)", "MARY ANN", ("V.O.", "CONT'D"), False),
        ("HANS (on the radio)", "HANS", ("on the radio",), False),
        ("R2D2", "R2D2", (), False),
        ("@McCLURE (O.S.)", "McCLURE", ("O.S.",), True),
        ("ЕЛЕНА (ЗК)", "ЕЛЕНА", ("ЗК",), False),
        ("ΜΑΡΊΑ", "ΜΑΡΊΑ", (), False),
        ("@明子", "明子", (), True),
        ("@רות", "רות", (), True),
        ("@مريم (V.O.)", "مريم", ("V.O.",), True),
        ("MARY [[the older]] (V.O.)", "MARY", ("V.O.",), False),
        ("@x',drawtext=textfile=/etc/passwd", "x',drawtext=textfile=/etc/passwd", (), True),
    ],
)
def test_a_cue_gives_name_and_extensions_in_any_script(read, cue, speaker, extensions, forced):
    found = element(read(f"INT. A - DAY\n\n{cue}\nHello.\n"))
    assert (found.kind, found.speaker, found.extensions) == (ElementKind.DIALOGUE, speaker, extensions)
    assert found.forced is forced
    assert found.speaker_id == slug(speaker)
    assert [part.text for part in found.parts] == ["Hello."]


@pytest.mark.parametrize("line", ["Mary", "明子", "مريم", "1984", "MARY:"])
def test_a_line_without_capitals_is_no_cue_unless_forced(read, line):
    assert element(read(f"INT. A - DAY\n\n{line}\nHello.\n")).kind is ElementKind.ACTION


def test_a_name_in_capitals_with_nothing_under_it_is_action(read):
    script = read("INT. A - DAY\n\nBANG\n\nMARY\n[[only a note]]\n")
    assert [one.kind for one in script.scenes[0].elements] == [ElementKind.ACTION, ElementKind.ACTION]


@pytest.mark.spec("S1")
def test_a_speech_has_lines_parentheticals_lyrics_notes_and_kept_blank_lines(read):
    speech = "MARY\n(beat)\nOne\ntwo [[a\nnote]] three\n  \nfour\n(she looks\naway)\n~sung\n[[noted]]\n/* cut */\n"
    found = element(read(f"INT. A - DAY\n\n{speech}"))
    assert [(part.kind, part.text) for part in found.parts] == [
        ("parenthetical", "beat"),
        ("line", "One\ntwo [[a\nnote]] three\n\nfour"),
        ("parenthetical", "she looks\naway"),
        ("lyric", "sung"),
        ("note", "noted"),
        ("boneyard", " cut "),
    ]
    assert (found.parts[1].source.first, found.parts[1].source.last) == (5, 9)


def test_two_spaces_before_a_heading_do_not_swallow_the_scene(read):
    assert len(read("INT. A - DAY\n\nMARY\nHello.\n  \nINT. B - DAY\n").scenes) == 2


@pytest.mark.spec("S1")
def test_dual_dialogue_has_a_left_and_a_right(read):
    script = read("INT. A - DAY\n\nMARY\nYes.\n\n[[both]]\n\nBOB ^\nNo.\n\nANN\nWhat?\n")
    sides = [one.dual for one in script.scenes[0].elements if one.kind is ElementKind.DIALOGUE]
    assert sides == ["left", "right", ""]


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("!MARY", ElementKind.ACTION, "MARY"),
        ("> FADE OUT.", ElementKind.TRANSITION, "FADE OUT."),
        ("CUT TO:", ElementKind.TRANSITION, "CUT TO:"),
        ("FADE TO BLACK.", ElementKind.TRANSITION, "FADE TO BLACK."),
        ("> THE END <", ElementKind.CENTERED, "THE END"),
        ("~la la", ElementKind.LYRIC, "la la"),
        ("===", ElementKind.PAGE_BREAK, ""),
        ("## Sequence", ElementKind.SECTION, "Sequence"),
        ("= What happens", ElementKind.SYNOPSIS, "What happens"),
        ("[[remember]]", ElementKind.NOTE, "remember"),
        ("/* gone */", ElementKind.BONEYARD, " gone "),
        ("    indented *action*", ElementKind.ACTION, "    indented *action*"),
    ],
)
def test_each_mark_makes_its_element(read, line, kind, text):
    script = read(f"INT. A - DAY\n\n{line}\n\nAfter.\n")
    assert (element(script).kind, element(script).text) == (kind, text)
    assert len(script.scenes[0].elements) == 2


@pytest.mark.spec("S1")
def test_a_boneyard_hides_whole_scenes_and_keeps_them(read):
    script = read("INT. A - DAY\n\nRain. /* cut\n\nINT. B - DAY\n\nall */ More.\n\nINT. C - DAY\n")
    assert [scene.heading for scene in script.scenes] == ["INT. A - DAY", "INT. C - DAY"]
    assert script.scenes[0].elements[0].text == "Rain. /* cut\n\nINT. B - DAY\n\nall */ More."
    assert script.scenes[1].source.first == 9


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("line", "why"), [("Look /* here", "boneyard"), ("Look [[ here", "note"), ("@MARY", "without a line under it")]
)
def test_what_is_not_understood_is_reported_with_its_line_and_kept(read, line, why):
    script = read(f"Title: T\n\nINT. A - DAY\n\n{line}\n\nAfter.\n")
    assert [(one.line, one.text) for one in script.unplaced] == [(5, line)]
    assert why in script.unplaced[0].why
    assert len(script.scenes[0].elements) == 2


@pytest.mark.spec("F1")
def test_element_ids_do_not_change_when_lines_are_inserted_elsewhere(read):
    before = read("INT. A - DAY\n\nRain.\n\nMARY\nYes.\n\nINT. B - DAY\n\nMARY\nYes.\n")
    after = read("INT. A - DAY\n\nWind.\n\nRain.\n\nBOB\nNo.\n\nMARY\nYes.\n\nINT. B - DAY\n\nMARY\nYes.\n")
    old = [one.id for scene in before.scenes for one in scene.elements]
    new = [one.id for scene in after.scenes for one in scene.elements]
    assert len(set(old)) == 3
    assert [one for one in new if one in old] == old
    assert old == ["a-9fe4acef2f", "d-ffb8ca7484", "d-1cdeb5ce27"]


def test_canon_ids_are_used_for_folded_names(read):
    script = read(
        "INT. OLD  HOUSE - DAY\n\nMARY\nYes.\n",
        character_ids={"mary": "mary-ann"},
        location_ids={"old house": "house"},
    )
    assert script.scenes[0].location_id == "house"
    assert element(script).speaker_id == "mary-ann"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_byte_order_mark_and_every_line_ending_are_read_alike(read, ending):
    text = "Title: T\n\nINT. A - DAY\n\nMARY\nYes.\n"
    assert read(b"\xef\xbb\xbf" + text.replace("\n", ending).encode()) == read(text)


def test_the_work_of_reading_grows_with_the_length(read):
    def text(scenes: int) -> str:
        return "".join(f"INT. ROOM {n} - DAY\n\nRain {n}.\n\nMARY\nYes {n}.\n\nBOB\nNo {n}.\n\n" for n in range(scenes))

    assert [scene.id for scene in read(text(300)).scenes] == [str(n) for n in range(1, 301)]
    assert calls_made(lambda: read(text(300))) < 2.2 * calls_made(lambda: read(text(150)))


def test_a_file_of_unclosed_marks_is_read_in_linear_time(read):
    def read_unclosed(lines: int) -> None:
        assert len(read("INT. A - DAY\n\n" + "[[ /* x\n" * lines).unplaced) == 2 * lines

    assert calls_made(lambda: read_unclosed(3000)) < 2.2 * calls_made(lambda: read_unclosed(1500))


def test_reading_fountain_does_not_load_yaml():
    code = (
        "import sys, reelmake.crafts.story.fountain; sys.exit(any(name.startswith('ruamel') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
