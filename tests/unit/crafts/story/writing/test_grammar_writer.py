"""The writer without a model: what it writes obeys its brief, reads like scenes, and repeats nothing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from reelmake.crafts.story.writing.bank import bank, read_cells
from reelmake.crafts.story.writing.revision_loop import Written
from reelmake.documents.brief import Brief, has_words
from reelmake.documents.canon import Canon
from reelmake.documents.script import ElementKind, Script
from reelmake.documents.spoken import spoken_parts
from reelmake.kernel.errors import InvariantViolated, ValidationFailed
from support.season import Season

EPISODES = ("ep01", "ep02", "ep03")


@pytest.fixture(scope="module")
def season() -> Season:
    one = Season()
    for episode in EPISODES:
        one.write(episode)
    return one


def spoken(script: Script) -> list[str]:
    return [part.text for part in spoken_parts(script)]


def four_grams(script: Script) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(spoken(script)).casefold())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


@pytest.mark.spec("S2")
def test_a_season_written_from_briefs_passes_its_own_gate(season: Season) -> None:
    for record in season.records:
        assert record.rounds[-1].findings == (), record.rounds[-1].findings
        assert record.writer == "grammar"


@pytest.mark.spec("S2")
def test_no_line_and_no_action_stands_twice_in_a_season(season: Season) -> None:
    lines = Counter(
        " ".join(re.findall(r"\w+", text.casefold())) for script in season.scripts for text in spoken(script)
    )
    assert len(lines) > 120
    assert [line for line, count in lines.items() if count > 1] == []
    actions = Counter(
        element.text
        for script in season.scripts
        for scene in script.scenes
        for element in scene.elements
        if element.kind is ElementKind.ACTION
    )
    assert [text for text, count in actions.items() if count > 1] == []


@pytest.mark.spec("S2")
def test_episodes_from_different_briefs_share_hardly_a_run_of_four_words(season: Season) -> None:
    for one, other in combinations(season.scripts, 2):
        first, second = four_grams(one), four_grams(other)
        assert len(first & second) / min(len(first), len(second)) < 0.02


@pytest.mark.spec("S2")
def test_scenes_open_differently_and_people_do_not_talk_alike(season: Season) -> None:
    for script in season.scripts:
        openings = [scene.elements[1].text or scene.elements[1].parts[0].text for scene in script.scenes]
        assert len(set(openings)) == len(openings)
        kinds = {next(one.kind for one in scene.elements if one.kind in _TOLD) for scene in script.scenes}
        assert len(kinds) == 2 or len(script.scenes) < 4
    havel = " ".join(part.text for script in season.scripts for part in spoken_parts(script) if part.speaker == "HAVEL")
    oda = " ".join(part.text for script in season.scripts for part in spoken_parts(script) if part.speaker == "ODA")
    assert not re.search(r"\b(?:I'm|It's|don't|You're)\b", havel)
    assert re.search(r"\b(?:I'm|It's|don't|You're|I've)\b", oda)


_TOLD = (ElementKind.ACTION, ElementKind.DIALOGUE)


@pytest.mark.spec("S2")
def test_what_the_brief_asks_for_is_there_and_what_it_forbids_is_not(season: Season) -> None:
    for script, episode in zip(season.scripts, EPISODES, strict=True):
        brief = season.brief(episode)
        said = " ".join(spoken(script))
        seen = " ".join(element.text for scene in script.scenes for element in scene.elements)
        assert [scene.elements[0].text for scene in script.scenes] == [beat.what for beat in brief.beats]
        for beat in brief.beats:
            assert all(has_words(said, one.line.rstrip(".!?")) for one in beat.say)
            assert not beat.turn or beat.turn in seen
        assert not any(has_words(f"{said} {seen}", banned) for banned in brief.must_not)
    assert has_words(" ".join(spoken(season.scripts[0])), "Mind the bun, it's the last real one")


@pytest.mark.spec("S2")
def test_a_banned_word_of_the_bank_is_never_written() -> None:
    usual = Season().write("ep01").screenplay
    banned = ("tiles", "numbers of", "enough", "again", "know")
    written = Season().write("ep01", Season().brief("ep01", must_not=list(banned))).screenplay
    assert has_words(usual, "know")
    assert not any(has_words(line, word) for word in banned for line in written.split("\n") if not line.startswith("="))


@pytest.mark.spec("S2")
@pytest.mark.parametrize("seconds", [60, 120, 240])
def test_the_script_takes_about_as_long_as_asked(seconds: int) -> None:
    record = Season().write("ep01", Season().brief("ep01", seconds=seconds)).record
    # Four scenes with all that their beats bring take a minute and a half at least.
    assert max(seconds, 90) * 650 < record.milliseconds < max(seconds, 90) * 1350


@pytest.mark.spec("S2")
def test_the_same_brief_gives_the_same_script_and_another_take_another() -> None:
    once, again = Season().write("ep02").screenplay, Season().write("ep02").screenplay
    other = Season().write("ep02", Season().brief("ep02", take=2)).screenplay
    assert once == again
    same = set(once.split("\n")) & set(other.split("\n"))
    assert len(same) < len(set(once.split("\n"))) * 2 // 3


@pytest.mark.spec("S2")
def test_changing_a_later_beat_leaves_the_scenes_before_it_alone() -> None:
    brief = Season().brief("ep03").model_dump(mode="json")
    before = Season().write("ep03").screenplay
    brief["beats"][3]["turn"] = "The lamp goes out."
    after = Season().write("ep03", Brief.model_validate(brief)).screenplay
    cut = before.index("INT. CANTEEN - DAWN")
    assert before[:cut] == after[:cut]
    assert before != after


@pytest.mark.spec("S2")
def test_an_open_choice_that_the_gate_refuses_is_made_anew_and_every_version_is_kept(season: Season) -> None:
    rounds = season.records[0].rounds
    assert [found.kind for found in rounds[0].findings] == ["rule_hour"]
    assert "INT. WHEELHOUSE - DAY" in rounds[0].screenplay
    assert "INT. WHEELHOUSE - DAY" not in rounds[1].screenplay


@pytest.mark.spec("S2", "C2")
def test_a_brief_that_asks_for_what_the_canon_forbids_says_which_key() -> None:
    beats = [{"what": "Pim asks Oda for the wheel.", "where": "wheelhouse", "when": "DAY"}]
    with pytest.raises(InvariantViolated, match=r"beats\.0\.when") as caught:
        Season().write("ep01", Season().brief("ep01", beats=beats, must=[]))
    assert "rule wheelhouse-dark" in str(caught.value)
    canon = Season().canon.model_dump(mode="json")
    canon["characters"]["oda-brandt"]["died"] = "ep00"
    dead = Season(canon=Canon.model_validate(canon))
    beats = [{"what": "Pim asks.", "who": ["pim-aalto", "oda-brandt"], "where": "quay"}]
    with pytest.raises(InvariantViolated, match=r"beats\.0\.who"):
        dead.write("ep01", dead.brief("ep01", beats=beats, must=[]))
    # Left open, the part goes to somebody who lives.
    beats = [{"what": "Somebody asks for the key.", "where": "quay"}]
    written = dead.write("ep01", dead.brief("ep01", beats=beats, must=[]))
    assert written.blocking == ()
    assert "\nODA" not in written.screenplay


@pytest.mark.spec("S2")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cast": ["oda-brandt", "pym"]}, 'no character "pym"; did you mean "pim"'),
        ({"beats": [{"what": "x", "where": "atrium"}]}, 'no location "atrium"'),
        ({"beats": [{"what": "x", "who": ["havel"]}], "cast": ["oda"]}, "not in the cast"),
        ({"beats": [{"what": "x", "who": ["oda"], "say": [{"who": "pim", "line": "No."}]}]}, "is not in it"),
    ],
)
def test_a_brief_that_names_what_is_not_there_is_refused_at_its_key(change: dict[str, object], says: str) -> None:
    season = Season()
    with pytest.raises(ValidationFailed, match=re.escape(says)) as caught:
        season.write("ep01", season.brief("ep01", **change))
    assert caught.value.where.startswith("story/ep01.brief.yaml ")


@pytest.mark.spec("S2")
def test_what_is_planted_comes_back_between_the_same_two(season: Season) -> None:
    used = {cell for record in season.records for cell in record.cells}
    echoes = {cell.removeprefix("echo") for cell in used if cell.startswith("echo")}
    plants = {cell.removeprefix("plant") for cell in used if cell.startswith("plant")}
    assert echoes
    assert echoes <= plants


def test_every_cell_of_the_bank_is_well_formed_and_has_an_id_of_its_own() -> None:
    cells = bank()
    assert len({cell.id for cell in cells}) == len(cells) > 300
    known = re.compile(r"\{(?:[ABC]|thing|about|people|[oO]ne|[tT]wo|a_[tT]hing|[tT]he_motif)\}")
    pronoun = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
    for cell in cells:
        assert cell.lines
        for line in cell.lines:
            assert "{" not in known.sub("", line.text), cell.id
            assert not pronoun.search(line.text), cell.id
    with pytest.raises(ValueError, match="not the first line of a cell"):
        read_cells("nonsense")


def test_when_the_bank_has_little_left_the_script_is_shorter_and_says_so(season: Season) -> None:
    written: Written | None = None
    long_season = Season()
    for number in range(1, 13):
        written = long_season.write(
            f"ep{number:02}", long_season.brief("ep01", title=f"Number {number}", must=[], beats=_BEATS)
        )
        assert written.blocking == (), written.blocking
    assert written is not None
    assert any("the bank has few unused cells" in note for note in written.record.notes)


_BEATS = [{"what": "Pim asks Oda.", "where": "quay", "when": "NIGHT"}, {"what": "Oda asks Ruth.", "where": "canteen"}]
