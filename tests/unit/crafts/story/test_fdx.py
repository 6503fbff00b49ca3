"""Final Draft files: nothing lost, the same script as the Fountain twin, and no XML trick followed."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.story.fdx import parse_fdx
from reelmake.crafts.story.fountain import parse_fountain, write_fountain
from reelmake.documents.script import ElementKind, Script
from reelmake.kernel.errors import ValidationFailed


def fdx(*paragraphs: str, title: str = "") -> bytes:
    body = "\n".join(paragraphs)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
        f'<FinalDraft DocumentType="Script" Template="No" Version="5">\n<Content>\n{body}\n</Content>\n'
        f"<TitlePage><Content>{title}</Content></TitlePage>\n</FinalDraft>\n"
    ).encode()


def paragraph(kind: str, text: str, inside: str = "", **attributes: str) -> str:
    more = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<Paragraph Type="{kind}"{more}>{inside}<Text>{escape(text)}</Text></Paragraph>'


def read(data: bytes) -> Script:
    return parse_fdx(data, path="story/ep01.fdx", episode="ep01", series="lamp")


def shape(script: Script) -> list[object]:
    """What a script says, without lines and ids of lines."""
    return [
        [
            (scene.heading, scene.number, scene.forced, scene.location_id, scene.time_of_day, scene.setting),
            [
                (
                    *(item.kind, item.text, item.level, item.speaker, item.extensions, item.dual, item.forced),
                    *((part.kind, part.text) for part in item.parts),
                )
                for item in scene.elements
            ],
        ]
        for scene in script.scenes
    ]


SCENE = paragraph("Scene Heading", "INT. KITCHEN - NIGHT", Number="7")


@pytest.mark.spec("S1")
def test_the_script_is_that_of_its_fountain_twin() -> None:
    script = read(
        fdx(
            paragraph("Transition", "FADE IN:"),
            SCENE,
            paragraph("Action", "Ada counts the cups."),
            paragraph("Character", "ADA (V.O.)"),
            paragraph("Parenthetical", "(slowly)"),
            paragraph("Dialogue", "There were six."),
            paragraph("Transition", "CUT TO:"),
            paragraph("Scene Heading", "EXT. ROOF - DAY"),
            paragraph("Character", "МАРІЯ"),
            paragraph("Dialogue", "Так."),
        )
    )
    twin = parse_fountain(
        "FADE IN:\n\nINT. KITCHEN - NIGHT #7#\n\nAda counts the cups.\n\nADA (V.O.)\n(slowly)\nThere were six.\n\n"
        "CUT TO:\n\nEXT. ROOF - DAY\n\nМАРІЯ\nТак.\n".encode(),
        path="story/ep01.fountain",
        episode="ep01",
        series="lamp",
    )
    assert shape(script) == shape(twin)
    assert [scene.id for scene in script.scenes] == [scene.id for scene in twin.scenes]
    assert not script.unplaced


def test_styles_become_marks_and_characters_that_look_like_marks_do_not() -> None:
    styled = (
        '<Paragraph Type="Action"><Text>He says </Text><Text Style="Bold+Italic">never</Text>'
        '<Text>, a_b * c.</Text><Text Style="AllCaps"> now</Text></Paragraph>'
    )
    (action,) = read(fdx(SCENE, styled)).scenes[0].elements
    assert action.text == r"He says ***never***, a\_b \* c. NOW"


@pytest.mark.spec("S1")
def test_both_sides_of_a_dual_dialogue_are_kept() -> None:
    both = "<Paragraph><DualDialogue>{}</DualDialogue></Paragraph>".format(
        paragraph("Character", "ADA")
        + paragraph("Dialogue", "Now!")
        + paragraph("Character", "BEN")
        + paragraph("Dialogue", "Never!")
    )
    elements = read(fdx(SCENE, both)).scenes[0].elements
    assert [(item.speaker, item.dual, item.parts[0].text) for item in elements] == [
        ("ADA", "left", "Now!"),
        ("BEN", "right", "Never!"),
    ]


def test_notes_summaries_acts_songs_and_omitted_scenes_find_a_place() -> None:
    summary = "<SceneProperties><Summary><Paragraph><Text>They meet.</Text></Paragraph></Summary></SceneProperties>"
    note = "<ScriptNote><Paragraph><Text>More rain?</Text></Paragraph></ScriptNote>"
    script = read(
        fdx(
            paragraph("New Act", "ACT ONE"),
            paragraph("Scene Heading", "INT. BAR - DAY", inside=summary),
            paragraph("Action", "Rain.", inside=note),
            paragraph("Character", "ADA"),
            paragraph("Singing", "Oh, the rain"),
            paragraph("Action", "[[canon: new character BEN]]"),
            f"<Paragraph><OmittedScene>{paragraph('Action', 'A cut line.')}</OmittedScene></Paragraph>",
            paragraph("Action", "A new page.", StartsNewPage="Yes"),
        )
    )
    found = [
        (item.kind, item.text or "".join(part.text for part in item.parts))
        for scene in script.scenes
        for item in scene.elements
    ]
    assert found == [
        (ElementKind.SECTION, "ACT ONE"),
        (ElementKind.SYNOPSIS, "They meet."),
        (ElementKind.ACTION, "Rain."),
        (ElementKind.NOTE, "More rain?"),
        (ElementKind.DIALOGUE, "Oh, the rain"),
        (ElementKind.NOTE, "canon: new character BEN"),
        (ElementKind.BONEYARD, "A cut line."),
        (ElementKind.PAGE_BREAK, ""),
        (ElementKind.ACTION, "A new page."),
    ]


def test_what_fits_nowhere_is_kept_and_reported_with_its_line() -> None:
    script = read(fdx(SCENE, paragraph("Dialogue", "Who says this?"), paragraph("Hologram", "A shimmer.")))
    assert [item.text for item in script.scenes[0].elements] == ["Who says this?", "A shimmer."]
    assert [(entry.line, entry.text) for entry in script.unplaced] == [(5, "Who says this?"), (6, "A shimmer.")]


def test_the_title_page_is_read() -> None:
    title = "".join(paragraph("", text) for text in ("Small Hours", "Written by", "A. Writer", "Draft 3"))
    script = read(fdx(SCENE, paragraph("Action", "Rain."), title=title))
    assert script.title == "Small Hours"
    assert [(entry.key, entry.values) for entry in script.title_page] == [
        ("Title", ("Small Hours",)),
        ("Credit", ("Written by",)),
        ("Author", ("A. Writer",)),
        ("Notes", ("Draft 3",)),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"INT. KITCHEN - DAY\n\nADA\nHello.\n", "not well-formed XML"),
        (b"<html><body/></html>", "outermost element is <html>"),
        (fdx(SCENE)[:-30], "not well-formed XML"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FinalDraft>&a;</FinalDraft>', "entity"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><FinalDraft>&b;</FinalDraft>', "entity"),
        (fdx(paragraph("Action", "Only action.")), "no scene"),
        (b"<FinalDraft>" + b"<A>" * 100 + b"</A>" * 100 + b"</FinalDraft>", "nested"),
        (fdx(SCENE, paragraph("Action", "x" * 20_000)), "20,000 characters"),
    ],
    ids=["empty", "Fountain", "HTML", "cut short", "entity from outside", "entities", "no scene", "deep", "long"],
)
def test_what_is_no_screenplay_is_refused_by_line(data: bytes, says: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        read(data)
    assert caught.value.where.startswith("story/ep01.fdx")
    assert says in caught.value.what


TEXT = st.text(st.sampled_from("abzÉЖ漢ש *_[]/!.@#=>~^()ABC\n-:"), min_size=1, max_size=24)
KINDS = ["Action", "Character", "Dialogue", "Parenthetical", "Transition", "General", "Singing", "Scene Heading"]


@pytest.mark.spec("S1")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), TEXT), max_size=8))
def test_every_word_of_any_file_ends_up_in_the_script_or_in_a_report(paragraphs: list[tuple[str, str]]) -> None:
    script = read(fdx(SCENE, *(paragraph(kind, text) for kind, text in paragraphs)))
    kept = [entry.text for entry in script.unplaced]
    for scene in script.scenes:
        kept += [scene.heading, scene.number]
        for item in scene.elements:
            kept += [item.text, item.speaker, item.cue, *item.extensions, *(part.text for part in item.parts)]
    letters = "".join(kept).casefold()
    for _kind, text in paragraphs:
        for word in "".join(char if char.isalpha() else " " for char in text).split():
            assert word.casefold() in letters


TRICKY = ["Rain.", "INT. BAR", "CUT TO:", "ADA", "> x <", "# a", "a *b* c", "~la", "= s"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TRICKY), max_size=6))
def test_written_as_fountain_and_read_again_it_is_the_same_script(actions: list[str]) -> None:
    speech = (paragraph("Character", "ben"), paragraph("Dialogue", "So."))
    ending = paragraph("Transition", "Later that day")
    script = read(fdx(SCENE, *(paragraph("Action", text) for text in actions), *speech, ending))
    again = parse_fountain(write_fountain(script).encode(), path="story/ep01.fountain", episode="ep01", series="lamp")
    assert shape(again) == shape(script)


@pytest.mark.spec("S1", "R4")
@pytest.mark.parametrize("at", ["Character", "Dialogue"])
def test_a_script_note_at_a_cue_or_a_line_keeps_the_speech_whole_and_names_its_feeling(at: str) -> None:
    note = "<ScriptNote><Paragraph><Text>emotion: angry</Text></Paragraph></ScriptNote>"
    cue, line = (("Character", "LEON"), ("Dialogue", "Get out."))
    script = read(fdx(SCENE, *(paragraph(kind, text, note if kind == at else "") for kind, text in (cue, line))))
    (speech,) = script.scenes[0].elements
    (said,) = (part for part in speech.parts if part.kind == "line")
    assert (said.words, said.feeling) == ("Get out.", "angry")
    assert [(one.key, one.value) for one in speech.all_notes()] == [("emotion", "angry")]
    assert script.unplaced == ()


def test_styles_are_marks_in_the_text_and_not_in_the_words() -> None:
    bold = '<Paragraph Type="Action"><Text Style="Bold">Rain</Text><Text> 2 * 3 [[sfx: rain]]</Text></Paragraph>'
    (action,) = read(fdx(SCENE, bold)).scenes[0].elements
    assert (action.text, action.words) == ("**Rain** 2 \\* 3 [[sfx: rain]]", "Rain 2 * 3")
    assert [(one.key, one.value) for one in action.notes] == [("sfx", "rain")]


def test_a_language_on_the_title_page_is_the_scripts() -> None:
    page = "".join(paragraph("", text) for text in ("Licht", "written by", "Ada", "Language: Deutsch"))
    script = read(fdx(SCENE, paragraph("Action", "Regen."), title=page))
    assert (script.title, script.language) == ("Licht", "Deutsch")
    assert [field.key for field in script.title_page] == ["Title", "Credit", "Author", "Language"]
