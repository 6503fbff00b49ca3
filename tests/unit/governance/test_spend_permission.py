"""Questions to a model outside need an approved estimate; local models never wait."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelmake.cli.verbs import verbs
from reelmake.documents.approval import Checkpoint
from reelmake.documents.project import WritingConfig
from reelmake.documents.spend import SpendEstimate
from reelmake.episode.write_now import write_episode_now
from reelmake.governance.approvals import spend_permission
from reelmake.governance.approvals.decisions import decide
from reelmake.governance.approvals.spend_permission import never_permitted
from reelmake.governance.release_gate import require_release
from reelmake.kernel.errors import ModeViolated, ReelmakeError, Waiting
from reelmake.kernel.log import Log
from reelmake.providers.text.replay import text_model
from reelmake.workspace.workspace import Workspace
from support.model_server import Server, completion
from support.world import World, configured_world

SPEND = Checkpoint.EXTERNAL_SPEND
ESTIMATE = "episodes/ep01/spend_estimate.json"
BRIEF = """
logline: Somebody counts the cups.
cast: [ada, ben]
seconds: 15
beats:
  - {what: Ada asks Ben., where: kitchen}
"""
SCRIPT = {
    "title": "Cups",
    "scenes": [
        {
            "setting": "INT",
            "location": "KITCHEN",
            "time_of_day": "NIGHT",
            "elements": [{"kind": "dialogue", "speaker": "ADA", "text": "There were six of them once."}],
        }
    ],
}


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(lambda _question: completion(json.dumps(SCRIPT)))
    yield server
    server.close()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> World:
    asked = f'writing: {{writer: model, url: "{server.url}", model: large, external: true, rounds: 2}}\n'
    world = configured_world(tmp_path, monkeypatch, asked)
    (world.root / "story/ep01.fountain").unlink()
    world.write("story/ep01.brief.yaml", BRIEF)
    return world


def here(world: World) -> Workspace:
    return Workspace.at(world.root)


def write(world: World) -> str:
    return write_episode_now(here(world), "ep01", Log(None)).record.writer


@pytest.mark.spec("G2", "G4")
def test_a_model_outside_is_asked_only_after_its_estimate_is_approved(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Waiting, match=r"large at http://127.+at most 2 questions") as caught:
        write(world)
    assert caught.value.exit_status == 75
    assert "reelmake approve ep01 external_spend" in str(caught.value)
    assert server.questions == [], "and the grammar does not write instead"
    (asking,) = SpendEstimate.load(world.root / ESTIMATE).askings
    assert (asking.purpose, asking.model, asking.questions, asking.tokens) == ("writing", "large", 2, 4096)
    monkeypatch.chdir(world.root)
    verbs.main(["approvals", "show", "ep01", "external_spend"], standalone_mode=False)
    told = capsys.readouterr().out
    assert "large" in told
    assert "4096" in told
    decide(here(world), "ep01", SPEND, "approved", by="ada")
    assert write(world) == "model:large"
    assert len(server.questions) == 1


@pytest.mark.spec("G4")
def test_a_new_question_waits_for_approval_and_a_cached_answer_does_not(world: World, server: Server) -> None:
    with pytest.raises(Waiting):
        write(world)
    decide(here(world), "ep01", SPEND, "approved", by="ada")
    write(world)
    shutil.rmtree(world.root / "approvals")
    (world.root / ESTIMATE).unlink()
    shutil.rmtree(world.root.parent / "ada")
    assert write(world) == "model:large", "replayed, with no decision and no key"
    world.write("story/ep01.brief.yaml", BRIEF + "take: 2\n")
    with pytest.raises(Waiting):
        write(world)
    assert len(server.questions) == 1


def test_a_rejection_stops_and_a_changed_estimate_waits_again(world: World, server: Server) -> None:
    with pytest.raises(Waiting):
        write(world)
    decide(here(world), "ep01", SPEND, "rejected", by="ada", note="too dear")
    with pytest.raises(ModeViolated, match="too dear") as caught:
        write(world)
    assert caught.value.exit_status == 6
    world.replace("config/project.yaml", "rounds: 2", "rounds: 3")
    with pytest.raises(Waiting, match="changed since"):
        write(world)
    assert server.questions == []


def test_another_take_waits_for_approval_and_is_then_asked_by_the_same_command(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.root)
    for _ in range(2):
        with pytest.raises(Waiting):
            verbs.main(["write", "ep01", "--refresh"], standalone_mode=False)
    assert world.bytes_of("story/ep01.brief.yaml").decode() == BRIEF
    verbs.main(["approve", "ep01", "external_spend", "--by", "ada"], standalone_mode=False)
    verbs.main(["write", "ep01", "--refresh"], standalone_mode=False)
    assert "take: 2" in world.bytes_of("story/ep01.brief.yaml").decode()
    assert len(server.questions) == 1


def test_a_project_may_turn_the_spend_approval_off(world: World) -> None:
    world.replace("config/project.yaml", "fps: 24", "fps: 24\nhuman_checkpoints: {approve_external_spend: false}")
    assert write(world) == "model:large"


@pytest.mark.parametrize("change", [("external: true, ", ""), ("writer: model", "writer: grammar")])
def test_questions_that_stay_on_this_machine_need_no_approval_and_leave_no_estimate(
    world: World, change: tuple[str, str]
) -> None:
    with pytest.raises(Waiting):
        write(world)
    world.replace("config/project.yaml", *change)
    assert write(world) in ("model:large", "grammar")
    assert not (world.root / ESTIMATE).exists(), "so that no release waits for it"
    with pytest.raises(ReelmakeError, match="nothing to look at") as caught:
        require_release(here(world), "ep01")
    assert "canon_diff" in caught.value.where


def test_a_forged_estimate_permits_nothing(world: World, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Waiting):
        write(world)
    written = world.bytes_of(ESTIMATE)
    forged = written.replace(b'"questions":2', b'"questions":1')
    assert forged != written
    world.write(ESTIMATE, forged)
    decide(here(world), "ep01", SPEND, "approved", by="ada")
    with pytest.raises(Waiting, match="changed since"):
        write(world)
    monkeypatch.setattr(spend_permission, "_record_estimate", lambda *_: world.write(ESTIMATE, forged))
    with pytest.raises(ModeViolated, match="does not include what is about to be asked"):
        write(world)
    world.write("approvals/approvals.jsonl", b"broken")
    with pytest.raises(ModeViolated, match="the record of approvals is broken"):
        write(world)
    assert server.questions == []


@pytest.mark.parametrize(
    ("url", "external", "outside"),
    [
        ("http://127.0.0.1:11434/v1", None, False),
        ("http://localhost:1/v1", None, False),
        ("http://[::1]:1/v1", None, False),
        ("https://api.example.com/v1", None, True),
        ("http://localhost.example.com/v1", None, True),
        ("http://10.0.0.7/v1", None, True),
        ("http://0x7f.1/v1", None, True),
        ("http://10.0.0.7/v1", False, False),
        ("http://127.0.0.1:1/v1", True, True),
    ],
)
def test_a_server_is_outside_unless_it_is_local_or_configured_otherwise(
    url: str, external: bool | None, outside: bool
) -> None:
    config = WritingConfig(writer="model", url=url, model="m", external=external)
    assert config.is_outside is outside
    model = text_model(config, never_permitted)
    if outside:
        with pytest.raises(ModeViolated, match="no estimate"):
            model.permit()
    else:
        model.permit()


def test_a_model_without_permission_is_not_contacted(tmp_path: Path) -> None:
    config = WritingConfig(writer="model", url="https://api.example.com/v1", model="m")
    model = text_model(config, never_permitted)
    question = model.question("s", "t", {"type": "object"}, take=1, subject="x")

    def replay(_action: Any, make: Any) -> tuple[str, bytes]:
        make(tmp_path)
        return "", b""

    with pytest.raises(ModeViolated):
        model.answer(question, replay)
    assert list(tmp_path.iterdir()) == []
