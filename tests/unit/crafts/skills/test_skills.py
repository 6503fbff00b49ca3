"""Skills: each keeps the contract, is quiet about what is fine, and finds what it is for at the right line."""

from __future__ import annotations

import json

import pytest

from reelmake.crafts.skills.contract import Answer, SkillInput
from reelmake.crafts.skills.run import run_skill, skill_named, skills
from reelmake.documents.skill import SkillContract
from reelmake.documents.verdict import Finding
from reelmake.kernel.errors import NotFound
from support.scripts import canon_of, script_of
from support.world import CHECKOUT

CANON = canon_of({"ADA": 40, "BEN": 22})
QUIET = "INT. ROOM - DAY\n\nAda counts the cups.\n\nADA\nWho wants the last one?\n\nBEN\nI do. I'll need it.\n"


def material(text: str) -> SkillInput:
    return SkillInput(script_of(text, CANON), CANON)


def findings(name: str, text: str) -> list[Finding]:
    return list(run_skill(skill_named(name), material(text)).findings)


@pytest.mark.spec("S5")
def test_every_skill_is_there_and_states_its_contract() -> None:
    wanted = {"audience", "breakdown", "culture", "dialogue", "plausibility", "psychology", "redteam"}
    assert wanted == set(skills())
    for skill in skills().values():
        contract = skill.contract
        assert contract.reads
        assert contract.writes == "skill_report"
        assert contract.escalation
        assert contract.cost == "0.00"
        assert 1 <= contract.rounds <= 10
        assert skill.question


@pytest.mark.parametrize("name", sorted(skills()))
def test_a_skill_says_nothing_about_what_is_fine_and_the_same_each_time(name: str) -> None:
    report = run_skill(skill_named(name), material(QUIET))
    assert report.findings == ()
    assert report.verdict == "PASS"
    assert report.tables
    assert report.to_bytes() == run_skill(skill_named(name), material(QUIET)).to_bytes()


@pytest.mark.parametrize("episode", ["ep01", "ep02", "ep03"])
def test_no_skill_fails_the_example_series(episode: str) -> None:
    from reelmake.documents.canon import Canon
    from reelmake.documents.yaml.files import load_yaml

    canon = load_yaml(Canon, CHECKOUT / "story/canon.yaml")
    script = script_of((CHECKOUT / f"story/{episode}.fountain").read_text(encoding="utf-8"), canon)
    for skill in skills().values():
        report = run_skill(skill, SkillInput(script, canon))
        assert report.verdict != "FAIL", report.findings


@pytest.mark.spec("S5")
@pytest.mark.parametrize(
    ("skill", "kind", "line", "text"),
    [
        ("breakdown", "empty_scene", 3, "INT. A - DAY\n\nINT. B - DAY\n\nAda waits.\n"),
        ("plausibility", "longer_than_a_life", 4, "INT. A - DAY\n\nBEN\nI have kept bees for thirty years.\n"),
        (
            "plausibility",
            "speaks_after_leaving",
            9,
            "INT. A - DAY\n\nBEN\nGoodbye.\n\nBen leaves.\n\nBEN\nOne more thing.\n",
        ),
        ("plausibility", "wrong_light", 3, "EXT. A - NIGHT\n\nSunlight on the roofs.\n"),
        (
            "plausibility",
            "in_two_places",
            6,
            "INT. A - DAY\n\nBEN\nHere.\n\nINT. B - CONTINUOUS\n\nBEN\nAnd here.\n",
        ),
        ("culture", "flattening", 3, "INT. A - DAY\n\nAn exotic woman pours tea.\n"),
        ("culture", "gendered_trade", 3, "INT. A - DAY\n\nA fireman waits.\n"),
        ("redteam", "coincidence", 3, "INT. A - DAY\n\nBy chance, Ben is on the same train.\n"),
        ("redteam", "told_backstory", 4, "INT. A - DAY\n\nADA\nAs you know, Ben, we are married.\n"),
        (
            "redteam",
            "dropped_setup",
            3,
            "INT. A - DAY\n\nAda hides the brass KEY.\n\nADA\nCome.\n\nINT. B - DAY\n\nADA\nSit.\n",
        ),
        ("dialogue", "monologue", 4, "INT. A - DAY\n\nADA\n" + "word " * 90 + "\n"),
        (
            "dialogue",
            "said_twice",
            10,
            "INT. A - DAY\n\nADA\nNobody ever came back here.\n\nBEN\nWhy?\n\nADA\nNobody ever came back here.\n",
        ),
        ("audience", "names_alike", 7, "INT. A - DAY\n\nMARTA\nHm.\n\nMARTE\nHm.\n\nMARTA\nHm.\n\nMARTE\nHm.\n"),
    ],
)
def test_a_skill_finds_what_it_is_for(skill: str, kind: str, line: int, text: str) -> None:
    found = findings(skill, text)
    assert kind in [one.kind for one in found], found
    one = next(one for one in found if one.kind == kind)
    if kind not in ("empty_scene", "in_two_places", "said_twice", "names_alike", "speaks_after_leaving"):
        assert one.line == line
    assert text.splitlines()[one.line - 1].strip()
    assert one.scene_id
    assert one.repair


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("plausibility", "INT. A - DAY\n\nADA\nI have kept bees for thirty years.\n"),
        ("plausibility", "INT. A - DAY\n\nBen leaves.\n\nBEN (O.S.)\nOne more thing.\n"),
        ("plausibility", "INT. A - DAY\n\nBen leaves.\n\nBen comes back.\n\nBEN\nOne more thing.\n"),
        ("plausibility", "INT. A - DAY\n\nBen leaves the cup on the table.\n"),
        ("redteam", "INT. A - DAY\n\nAda hides the KEY.\n\nINT. B - DAY\n\nADA\nWhere is the key?\n"),
        ("redteam", "INT. A - DAY\n\nADA\nYou know me.\n"),
    ],
    ids=["old enough", "off screen", "came back", "left a cup", "paid off", "not told"],
)
def test_the_twin_of_a_fault_is_no_fault(skill: str, text: str) -> None:
    assert findings(skill, text) == []


def test_everyone_who_speaks_in_one_hand_is_told() -> None:
    lines = "".join(
        f"ADA\nI do not have the {n} and you do.\n\nBEN\nI do not have the {n} and you do not.\n\n" for n in "abcdefghi"
    )
    assert "voices_alike" in [one.kind for one in findings("dialogue", f"INT. A - DAY\n\n{lines}")]


class FakeReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pages = ""

    def answer(self, contract: SkillContract, question: str, pages: str) -> Answer:
        self.pages = pages
        if self.text == "absent":
            raise NotFound("no model is there")
        return Answer(self.text, "fake-1")


def test_a_models_reading_is_marked_checked_and_fails_nothing() -> None:
    said = [
        {"scene_id": "1", "line": 3, "severity": "CRITICAL", "what": "Ada never drinks."},
        {"scene_id": "99", "line": 3, "severity": "LOW", "what": "no such scene"},
        {"scene_id": "1", "line": 9999, "severity": "LOW", "what": "no such line"},
    ]
    reader = FakeReader(json.dumps(said))
    report = run_skill(skill_named("psychology"), material(QUIET), reader)
    assert [(one.kind, one.what) for one in report.findings] == [("model_reading", "Ada never drinks.")]
    assert (report.form, report.model, report.verdict) == ("model", "fake-1", "PASS")
    assert "3: Ada counts the cups." in reader.pages


@pytest.mark.parametrize("answer", ["absent", "not json", '{"a": 1}', '[{"line": 1}]', "[1]"])
def test_a_model_that_is_absent_or_answers_garbage_leaves_the_deterministic_reading(answer: str) -> None:
    report = run_skill(skill_named("psychology"), material(QUIET), FakeReader(answer))
    assert (report.form, report.model, report.verdict) == ("deterministic", "", "PASS")
    assert report.note.startswith("no usable answer of a model")


def test_an_unknown_skill_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFound, match='did you mean "dialogue"'):
        skill_named("dialog")
