"""Scripts in other languages: what only English words tell is left out, which is told, and nothing is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.crafts.canon.gate import judge
from reelmake.crafts.skills.contract import Material
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.crafts.story.headings import read_place
from reelmake.documents.lexicon.language import is_english, why_unreadable
from reelmake.documents.lexicon.picture_words import time_of_day
from reelmake.documents.lexicon.times_of_day import LIGHTS
from reelmake.documents.script import Script
from reelmake.episode.in_memory import InMemory
from reelmake.episode.preview import guessing
from reelmake.kernel.log import Log
from reelmake.workspace.sources import Sources
from reelmake.workspace.workspace import Workspace
from support.languages import GERMAN, JAPANESE, RUSSIAN, Told
from support.world import CHECKOUT, World

TOLD = pytest.mark.parametrize("told", [GERMAN, RUSSIAN, JAPANESE], ids=lambda told: told.language)
STATED = pytest.mark.parametrize("stated", [True, False], ids=["stated", "forgotten"])


def script_of(told: Told) -> Script:
    people, places = told.truth.character_ids(), told.truth.location_ids()
    text = told.text.encode()
    return parse_fountain(text, path="x", episode="ep01", series="s", character_ids=people, location_ids=places)


@pytest.mark.spec("S1", "C2")
@STATED
@TOLD
def test_the_gate_says_that_it_reads_english_and_finds_nothing_that_is_not_there(told: Told, stated: bool) -> None:
    language = told.language if stated else "en"
    verdict = judge(script_of(told), told.truth, canon_path="c", script_path="s", language=language)
    assert (verdict.verdict, verdict.findings) == ("PASS", ())
    (said,) = verdict.suggestions
    assert said.kind == "unread_language"
    assert "in other letters" in said.what or "hardly a word" in said.what or repr(language) in said.what
    assert "[[canon: NAME is 61]]" in said.repair


@pytest.mark.spec("C2")
@TOLD
def test_declarations_count_in_any_language(told: Told) -> None:
    name = told.truth.characters["one"].name
    said = Told(told.language, told.canon, told.text.replace("\n\n", f"\n\n[[canon: {name} is 40]]\n\n", 1))
    verdict = judge(script_of(said), said.truth, canon_path="c", script_path="s", language=told.language)
    assert [found.kind for found in verdict.findings] == ["age_wrong"]


@pytest.mark.spec("S5")
@STATED
@TOLD
@pytest.mark.parametrize("skill", sorted(skills()))
def test_a_skill_that_goes_by_words_says_so_and_claims_nothing(told: Told, stated: bool, skill: str) -> None:
    material = Material(script_of(told), told.truth, None, told.language if stated else "en")
    report = run_skill(skills()[skill], material)
    assert report.findings == ()
    assert "word lists are English, and" in report.note
    if skill == "culture":
        assert [table.rows for table in report.tables] == [()], "nobody has to be asked about the script's own writing"
    if skill == "breakdown":
        assert [row[-1] for row in report.tables[0].rows] == ["", ""]


@pytest.mark.spec("S1")
@TOLD
def test_the_film_says_that_its_staging_went_without_word_lists(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REELMAKE_CACHE", raising=False)
    world = World(tmp_path)
    world.replace("config/project.yaml", "title: Scratch", f"title: Scratch, language: {told.language}")
    world.write("story/canon.yaml", told.canon)
    world.write("story/ep01.fountain", told.text)
    in_memory = InMemory(Workspace.at(tmp_path), Sources(tmp_path), Log(None))
    plan = in_memory.plan("ep01", "preview_local", on_missing=guessing([]))
    shots = in_memory.known_shotlist("ep01").shots
    lights = [time_of_day(shots[place].time_of_day) for place in (0, -1)]
    assert lights == ["night", "day"], "headings are structure, and read in every language intake knows"
    (flag,) = [flag for flag in plan.flags if "are read in English words" in flag]
    assert f"this series is in {told.language!r}" in flag


@pytest.mark.parametrize("episode", ["ep01", "ep02", "ep03"])
def test_english_is_taken_for_english(episode: str) -> None:
    text = (CHECKOUT / f"story/{episode}.fountain").read_text(encoding="utf-8")
    assert why_unreadable("en-GB", [text]) == ""
    assert why_unreadable("en", ["Zut!"]) == "", "a few words tell nothing"


@pytest.mark.parametrize("word", sorted(LIGHTS))
def test_every_hour_that_ends_a_heading_is_a_light_to_draw_in(word: str) -> None:
    _setting, place, time = read_place(f"INT. X - {word.upper()}")
    assert (place, time_of_day(time)) == ("X", LIGHTS[word])


def test_a_tag_of_english_is_known_by_its_first_part() -> None:
    assert [tag for tag in ("en", "EN-gb", "eng", "de", "enm", "x-en", "") if is_english(tag)] == ["en", "EN-gb", "eng"]
