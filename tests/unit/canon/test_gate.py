"""The gate: who speaks and where it plays must be known or declared."""

from __future__ import annotations

import time

import pytest

from reelmake.canon.gate import judge, raise_if_failed
from reelmake.canon.walk import walk
from reelmake.canon.world import world_state
from reelmake.documents.canon import Canon
from reelmake.documents.errors import InvariantViolated
from reelmake.documents.script import Element, ElementKind, Scene, Script, Setting, SourceLines
from reelmake.documents.verdict import CanonVerdict

CANON = Canon.model_validate(
    {
        "version": 3,
        "characters": {"maeva": {"name": "Maeva", "aliases": ["The Keeper"]}, "tom": {"name": "Tom"}},
        "locations": {"light": {"name": "Lighthouse", "aliases": ["The Light"]}},
    }
)
HERE = SourceLines(first=1, last=1)


def speech(name: str, line: int) -> Element:
    source = SourceLines(first=line, last=line)
    return Element(id=f"d-{line}", kind=ElementKind.DIALOGUE, source=source, speaker=name, speaker_id=name.lower())


def note(text: str) -> Element:
    return Element(id="n-1", kind=ElementKind.NOTE, source=HERE, text=text)


def script(*elements: Element, location: str = "LIGHTHOUSE", heading: str = "") -> Script:
    scene = Scene(
        id="1",
        heading=heading or f"INT. {location}",
        setting=Setting.INTERIOR,
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
            speech("ANN", 5).model_copy(update={"cue": "ANN [[canon: new character ANN]]"}),
            note("x").model_copy(update={"kind": ElementKind.ACTION, "text": "[[canon: new location BEACH]] Waves."}),
            note("canon: new location the beach"),
        ),
    ],
)
def test_what_the_script_declares_new_is_known(elements):
    assert verdict_on(script(*elements, location="THE BEACH")).verdict == "PASS"


def test_a_declaration_in_a_boneyard_declares_nothing():
    cut = note("[[canon: new character ANN]]").model_copy(update={"kind": ElementKind.BONEYARD})
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
