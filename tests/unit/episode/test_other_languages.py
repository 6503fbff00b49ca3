"""Scripts in other languages: readings that need English word lists are skipped, and reports and films say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reelmake.crafts.canon.gate import judge
from reelmake.crafts.skills.contract import SkillInput
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.crafts.story.headings import read_place
from reelmake.documents.lexicon.language import is_english, why_unreadable
from reelmake.documents.lexicon.picture_words import time_of_day
from reelmake.documents.lexicon.times_of_day import LIGHTS
from reelmake.documents.script import Script
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.episode.preview import estimate_unspoken
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace
from support.languages import GERMAN, JAPANESE, RUSSIAN, Example
from support.world import CHECKOUT, World

EACH_LANGUAGE = pytest.mark.parametrize("example", [GERMAN, RUSSIAN, JAPANESE], ids=lambda example: example.language)
STATED_OR_NOT = pytest.mark.parametrize("stated", [True, False], ids=["language stated", "language not stated"])


def script_of(example: Example) -> Script:
    people, places = example.canon.character_ids(), example.canon.location_ids()
    text = example.text.encode()
    return parse_fountain(text, path="x", episode="ep01", series="s", character_ids=people, location_ids=places)


@pytest.mark.spec("S1", "C2")
@STATED_OR_NOT
@EACH_LANGUAGE
def test_the_gate_says_that_it_reads_english_and_finds_nothing_false(example: Example, stated: bool) -> None:
    language = example.language if stated else "en"
    verdict = judge(script_of(example), example.canon, canon_path="c", script_path="s", language=language)
    assert (verdict.verdict, verdict.findings) == ("PASS", ())
    (suggestion,) = verdict.suggestions
    assert suggestion.kind == "unread_language"
    reasons = ("in other letters", "hardly a word", repr(language))
    assert any(reason in suggestion.what for reason in reasons)
    assert "[[canon: NAME is 61]]" in suggestion.repair


@pytest.mark.spec("C2")
@EACH_LANGUAGE
def test_declarations_count_in_any_language(example: Example) -> None:
    name = example.canon.characters["one"].name
    declared = replace(example, text=example.text.replace("\n\n", f"\n\n[[canon: {name} is 40]]\n\n", 1))
    verdict = judge(script_of(declared), declared.canon, canon_path="c", script_path="s", language=example.language)
    assert [found.kind for found in verdict.findings] == ["age_wrong"]


@pytest.mark.spec("S5")
@STATED_OR_NOT
@EACH_LANGUAGE
@pytest.mark.parametrize("skill", sorted(skills()))
def test_a_skill_that_needs_word_lists_says_so_and_finds_nothing(example: Example, stated: bool, skill: str) -> None:
    material = SkillInput(script_of(example), example.canon, None, example.language if stated else "en")
    report = run_skill(skills()[skill], material)
    assert report.findings == ()
    assert "the word lists are English, but" in report.note
    if skill == "culture":
        assert [table.rows for table in report.tables] == [()], "the script's own letters need no review"
    if skill == "breakdown":
        assert [row[-1] for row in report.tables[0].rows] == ["", ""]


@pytest.mark.spec("S1")
@EACH_LANGUAGE
def test_the_film_says_that_it_was_staged_without_word_lists(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REELMAKE_CACHE", raising=False)
    world = World(tmp_path)
    world.replace("config/project.yaml", "title: Scratch", f"title: Scratch, language: {example.language}")
    world.write("story/canon.yaml", example.canon_yaml)
    world.write("story/ep01.fountain", example.text)
    in_memory = InMemoryBuild(Workspace.at(tmp_path), FileDigests(tmp_path), Log(None))
    plan = in_memory.plan("ep01", "preview_local", on_unspoken=estimate_unspoken([]))
    shots = in_memory.shotlist_of_plan("ep01").shots
    lights = [time_of_day(shots[place].time_of_day) for place in (0, -1)]
    assert lights == ["night", "day"], "times of day in headings are read in every language that intake knows"
    (flag,) = [flag for flag in plan.flags if "are recognised by English words only" in flag]
    assert f"this series is in {example.language!r}" in flag


@pytest.mark.parametrize("episode", ["ep01", "ep02", "ep03"])
def test_english_is_recognised(episode: str) -> None:
    text = (CHECKOUT / f"story/{episode}.fountain").read_text(encoding="utf-8")
    assert why_unreadable("en-GB", [text]) == ""
    assert why_unreadable("en", ["Zut!"]) == "", "a few words are not enough to judge"


@pytest.mark.parametrize("word", sorted(LIGHTS))
def test_every_time_of_day_in_a_heading_selects_a_light(word: str) -> None:
    _setting, place, time = read_place(f"INT. X - {word.upper()}")
    assert (place, time_of_day(time)) == ("X", LIGHTS[word])


def test_a_language_tag_is_english_by_its_first_part() -> None:
    assert [tag for tag in ("en", "EN-gb", "eng", "de", "enm", "x-en", "") if is_english(tag)] == ["en", "EN-gb", "eng"]
