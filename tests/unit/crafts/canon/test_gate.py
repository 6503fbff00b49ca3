"""The gate: who speaks and where it plays must be known or declared."""

from __future__ import annotations

import time

import pytest

from reelmake.crafts.canon.gate import judge, raise_if_failed
from reelmake.crafts.canon.introductions import Introductions
from reelmake.crafts.canon.note_grammar import Verb, parse, reference, statements_in
from reelmake.crafts.canon.walk import walk
from reelmake.crafts.canon.world import world_state
from reelmake.crafts.story.parsed_text import parsed_element
from reelmake.documents.canon import Canon
from reelmake.documents.script import Element, ElementKind, Scene, SceneSetting, Script, SourceLines
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.world import WorldState
from reelmake.kernel.errors import InvariantViolated
from reelmake.materials.shipped import shipped
from support.contradictions import TAXONOMY

CANON = Canon.model_validate(
    {
        "version": 3,
        "characters": {"maeva": {"name": "Maeva", "aliases": ["The Keeper"]}, "tom": {"name": "Tom"}},
        "locations": {"light": {"name": "Lighthouse", "aliases": ["The Light"]}},
    }
)
HERE = SourceLines(first=1, last=1)


def speech(name: str, line: int, cue: str = "") -> Element:
    source = SourceLines(first=line, last=line)
    return parsed_element(
        ElementKind.DIALOGUE, "", source, id=f"d-{line}", speaker=name, speaker_id=name.lower(), cue=cue
    )


def element(kind: ElementKind, text: str) -> Element:
    return parsed_element(kind, text, HERE, id="n-1")


def note(text: str) -> Element:
    return element(ElementKind.NOTE, text)


def script(*elements: Element, location: str = "LIGHTHOUSE", heading: str = "") -> Script:
    scene = Scene(
        id="1",
        heading=heading or f"INT. {location}",
        heading_words=heading or f"INT. {location}",
        setting=SceneSetting.INTERIOR,
        location=location,
        location_id="x",
        source=HERE,
        elements=elements,
    )
    return Script(trace_id="t", episode="ep01", title="T", scenes=(scene,), line_count=9)


def verdict_on(one: Script) -> CanonVerdict:
    return judge(one, CANON, canon_path="story/canon.yaml", script_path="story/ep01.fountain")


@pytest.mark.spec("C2")
def test_known_names_and_aliases_pass_whatever_their_case_and_spacing():
    verdict = verdict_on(script(speech("MAEVA", 3), speech("the  keeper", 5), location="THE LIGHT"))
    assert (verdict.verdict, verdict.findings, verdict.canon_version) == ("PASS", (), 3)


@pytest.mark.spec("C2")
def test_an_unknown_speaker_is_one_finding_with_line_count_suggestion_and_repair():
    verdict = verdict_on(script(speech("MAEVE", 7), speech("TOM", 9), speech("MAEVE", 11)))
    (found,) = verdict.findings
    assert verdict.verdict == "FAIL"
    assert (found.kind, found.severity, found.scene_id, found.line) == ("unknown_speaker", "HIGH", "1", 7)
    assert found.what == 'character "MAEVE" is not in the canon (2 cues); did you mean "MAEVA"?'
    assert 'write "MAEVA" in the cue' in found.repair
    assert "[[canon: new character MAEVE]]" in found.repair


@pytest.mark.spec("C2")
def test_an_unknown_location_is_found_at_its_heading():
    (found,) = verdict_on(script(location="LIGHTHUOSE - LAMP ROOM")).findings
    assert (found.kind, found.line) == ("unknown_location", 1)
    assert 'did you mean "LIGHTHOUSE"?' in found.what


@pytest.mark.parametrize("location", ["LIGHTHOUSE - LAMP ROOM", "LIGHTHOUSE/STAIRS", "The Light – Stairs - Top", ""])
def test_a_place_inside_a_known_one_is_known(location):
    assert verdict_on(script(location=location)).verdict == "PASS"


@pytest.mark.spec("C2")
@pytest.mark.parametrize(
    "elements",
    [
        (speech("ANN", 5), note("canon: new character Ann"), note("Canon : NEW  location  the  Beach")),
        (
            speech("ANN", 5, cue="ANN [[canon: new character ANN]]"),
            element(ElementKind.ACTION, "[[canon: new location BEACH]] Waves."),
            note("canon: new location the beach"),
        ),
    ],
)
def test_what_the_script_declares_new_is_known(elements):
    assert verdict_on(script(*elements, location="THE BEACH")).verdict == "PASS"


def test_a_declaration_in_a_boneyard_declares_nothing():
    cut = element(ElementKind.BONEYARD, "[[canon: new character ANN]]")
    assert verdict_on(script(cut, speech("ANN", 5))).verdict == "FAIL"


@pytest.mark.spec("C2")
def test_a_failed_verdict_stops_the_run_and_lists_every_finding_with_its_line():
    verdict = verdict_on(script(speech("x',drawtext=textfile=/etc/passwd", 4), speech("BOB", 8)))
    with pytest.raises(InvariantViolated) as caught:
        raise_if_failed(verdict, "story/ep01.fountain")
    assert caught.value.reason == "CANON_BLOCKED"
    assert "story/ep01.fountain:4: character \"x',drawtext" in str(caught.value)
    assert 'story/ep01.fountain:8: character "BOB"' in str(caught.value)


def test_a_passed_verdict_stops_nothing():
    raise_if_failed(verdict_on(script(speech("TOM", 4))), "story/ep01.fountain")


def test_the_gate_judges_a_long_script_in_milliseconds():
    long = script(*(speech(f"MAEVA {number % 40}", number) for number in range(1, 3000)))
    started = time.process_time()
    assert len(verdict_on(long).findings) == 40
    assert time.process_time() - started < 0.5


def test_the_world_tells_who_speaks_where():
    one = script(speech("TOM", 3), speech("MAEVA", 5), speech("TOM", 7))
    (state,) = world_state(one, walk(one, CANON, canon_path="", script_path="")).scenes
    assert (state.scene_id, state.location_id, state.present) == ("1", "x", ("maeva", "tom"))


def test_the_documentation_has_every_statement_and_every_kind_of_finding():
    page = shipped("docs").joinpath("canon.md").read_text(encoding="utf-8")
    assert reference() in page, (
        "docs/canon.md: replace the table of statements by reelmake.crafts.canon.note_grammar.reference()"
    )
    for subtype in TAXONOMY:
        assert f"`{subtype.kind}`" in page, subtype.kind


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("ADA  Gives the KEY to ben", (Verb.GIVES, {"who": "ADA", "prop": "the KEY", "other": "ben"})),
        ("time DAY -3  09:05", (Verb.TIME, {"when": "DAY -3 09:05"})),
        (
            "THE OLD MAN is no longer friend of ADA",
            (Verb.PARTED, {"who": "THE OLD MAN", "kinship": "friend", "other": "ADA"}),
        ),
        ("ADA is 41", (Verb.AGE, {"who": "ADA", "age": "41"})),
        ("ADA is at THE MILL", (Verb.AT, {"who": "ADA", "place": "THE MILL"})),
        ("ADA look hair=black", (Verb.LOOK, {"thing": "ADA", "feature": "hair", "value": "black"})),
        ("thread gold: where is it?", (Verb.THREAD, {"id": "gold", "text": "where is it?"})),
    ],
)
def test_statements_are_read_whatever_their_case_and_spacing(note, says):
    ((_line, text),) = statements_in(note)
    found = parse(text)
    assert found is not None
    assert (found.verb, found.words) == says


def test_a_note_of_several_lines_counts_them():
    assert list(statements_in("ADA dies;\n  BEN is here; dream")) == [
        (0, "ADA dies"),
        (1, "BEN is here"),
        (1, "dream"),
    ]
    assert parse("x " * 5000) is None


@pytest.mark.spec("C2")
def test_a_death_in_prose_is_a_suggestion_and_no_verdict():
    action = element(ElementKind.ACTION, "A shot.\nTom is dead.")
    verdict = verdict_on(script(action, speech("TOM", 5)))
    assert verdict.verdict == "PASS"
    (hint,) = verdict.suggestions
    assert (hint.kind, hint.line) == ("death_in_prose", 2)
    assert "[[canon: TOM dies]]" in hint.repair
    declared = script(action, note("canon: TOM dies"))
    assert verdict_on(declared).suggestions == ()


@pytest.mark.spec("C3")
def test_what_stands_at_the_end_is_what_the_next_episode_begins_with():
    said = "canon: new character ANN, 30; thread lamp: who lit it; TOM dies; time day 4"
    first = walk(script(note(said)), CANON, canon_path="c", script_path="ep01")
    facts = {(fact.kind.value, fact.subject, fact.detail) for fact in first.after.sorted()}
    assert {("character", "ANN", "30"), ("thread", "lamp", "who lit it"), ("dead", "tom", "")} <= facts
    second = walk(
        script(speech("ANN", 3), note("canon: thread lamp is closed")),
        CANON,
        first.after.sorted(),
        canon_path="c",
        script_path="ep02",
    )
    assert not second.findings
    assert "thread" not in {fact.kind.value for fact in second.after.sorted()}
    world = world_state(
        script(speech("ANN", 3)), walk(script(speech("ANN", 3)), CANON, canon_path="c", script_path="x")
    )
    assert WorldState.from_bytes(world.to_bytes(), "x") == world


@pytest.mark.parametrize(
    ("heading", "mode"),
    [
        ("INT. LIGHTHOUSE - FLASHBACK", "flashback"),
        ("INT. LIGHTHOUSE - NIGHT (FLASHBACK)", "flashback"),
        ("INT. LIGHTHOUSE - MEMORY", "flashback"),
        ("EXT. LIGHTHOUSE - MEMORY LANE - DAY", "present"),
        ("INT. LIGHTHOUSE - DREAM SEQUENCE - NIGHT", "dream"),
        ("INT. DREAM FACTORY - DAY", "present"),
        ("INT. LIGHTHOUSE - END FLASHBACK", "present"),
    ],
)
def test_a_heading_says_whether_a_scene_is_the_past_or_a_dream(heading, mode):
    one = script(speech("TOM", 3), heading=heading)
    assert world_state(one, walk(one, CANON, canon_path="", script_path="")).scenes[0].mode == mode


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("TOM, 61, waits.", ["61"]),
        ("A man, Tom (58). TOM, thirty-one: late.", ["58", "31"]),
        ("TOM, late fifties, and TOM (60s).", ["50s", "60s"]),
        ("TOM, a 7-year-old. Tom is 8 years old.", ["7", "8"]),
        ("TOM, 3 steps away. TOM, one of us. ATOM, 5, no. TOM 6, 7.", []),
    ],
)
def test_an_introduction_gives_an_age_in_figures_in_words_or_by_decade(text, ages):
    assert [found.age for found in Introductions(["tom"]).find(text)] == ages
