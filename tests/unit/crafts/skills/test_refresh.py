"""Asking a model anew: the new answer counts, the old one is kept, and a failure changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelmake.cli.verbs import verbs
from reelmake.crafts.skills.run import skills
from reelmake.documents.skill import SkillReport
from reelmake.kernel.errors import ValidationFailed, Waiting
from support.model_server import Server, completion
from support.world import World, configured_world

TAKES = "story/ep01.takes.yaml"


@pytest.fixture
def server() -> Iterator[Server]:
    answers: list[str] = []

    def answer(_question: object) -> bytes:
        answers.append("")
        what = f"This is answer number {len(answers)}."
        said = {"scene_id": "1", "line": 5, "severity": "LOW", "what": what, "repair": "leave it"}
        return completion("garbage" if len(answers) == 3 else json.dumps({"findings": [said]}))

    server = Server(answer)
    yield server
    server.close()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> World:
    asked = f'writing: {{url: "{server.url}", model: tiny}}\nskills: {{reader: model}}\n'
    world = configured_world(tmp_path, monkeypatch, asked)
    monkeypatch.chdir(world.root)
    return world


def read(*more: str, skill: str = "redteam") -> tuple[list[str], str]:
    verbs.main(["skills", "run", skill, "ep01", *more], standalone_mode=False)
    report = SkillReport.load(f"episodes/ep01/skills/{skill}.json")
    return [found.what for found in report.findings if found.kind == "model_reading"], report.note


@pytest.mark.spec("S5")
def test_refresh_asks_once_more_and_from_then_on_the_newest_answer_is_replayed(
    world: World, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = ["This is answer number 1."], ["This is answer number 2."]
    assert read() == read() == (first, "")
    assert not (world.root / TAKES).exists()
    assert read("--refresh") == (second, "")
    assert read() == (second, "")
    assert len(server.questions) == 2
    assert "  redteam: 2" in (world.root / TAKES).read_text(encoding="utf-8")
    # The old answer is there for whoever wants it back.
    world.replace(TAKES, "redteam: 2", "redteam: 1")
    assert read() == (first, "")
    world.replace(TAKES, "redteam: 1", "redteam: 2")
    # An answer that is garbage is one as well; the next one is asked for and not replayed from it.
    assert read("--refresh")[0] == []
    assert read("--refresh")[0] == ["This is answer number 4."]
    assert "redteam: 4" in (world.root / TAKES).read_text(encoding="utf-8")
    server.close()
    capsys.readouterr()
    assert read("--refresh")[0] == ["This is answer number 4."]
    assert "no usable answer of a model: the model's server does not answer" in capsys.readouterr().out
    assert "redteam: 4" in (world.root / TAKES).read_text(encoding="utf-8")


def test_without_a_reader_there_is_nobody_to_ask_anew(world: World) -> None:
    world.replace("config/project.yaml", "reader: model", "reader: none")
    with pytest.raises(ValidationFailed, match="the project names no model as reader"):
        read("--refresh")


def test_takes_that_are_none_are_told_by_their_line(world: World) -> None:
    world.write(TAKES, "skills:\n  redteam: often\n")
    with pytest.raises(ValidationFailed) as told:
        read()
    assert told.value.where.startswith(f"{TAKES}:2:")


@pytest.mark.spec("S5", "G4")
def test_a_reader_outside_waits_and_the_reading_without_it_does_not(world: World, server: Server) -> None:
    world.replace("config/project.yaml", "model: tiny", "model: tiny, external: true")
    with pytest.raises(Waiting, match=f"{len(skills())} questions"):
        read(skill="all")
    report = SkillReport.load("episodes/ep01/skills/redteam.json")
    assert report.form == "deterministic"
    assert "this has not been approved yet" in report.note
    assert server.questions == []
    verbs.main(["approve", "ep01", "external_spend", "--by", "ada"], standalone_mode=False)
    assert read()[0] == ["This is answer number 1."]
    with pytest.raises(Waiting, match="changed since"):
        read("--refresh")
    assert read()[0] == ["This is answer number 1."]
    with pytest.raises(Waiting):
        read("--refresh")
    verbs.main(["approve", "ep01", "external_spend", "--by", "ada"], standalone_mode=False)
    assert read("--refresh")[0] == ["This is answer number 2."]
    assert read()[0] == ["This is answer number 2."]
