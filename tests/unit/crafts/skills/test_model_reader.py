"""The model form of the skills: asked once, replayed from the cache, and the deterministic form where it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.crafts.skills.contract import SkillInput
from reelmake.crafts.skills.model_reader import ModelReader
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.documents.canon import Canon
from reelmake.documents.project import WritingConfig
from reelmake.documents.skill import SkillReport
from reelmake.episode.episode_writer import cached_replay
from reelmake.kernel.errors import Internal
from reelmake.providers.text.replay import TextModel

SCRIPT = parse_fountain(
    b"INT. KITCHEN - DAY\n\nAda counts the cups.\n\nADA\nFive.\n", path="ep01.fountain", episode="ep01", series="s"
)
FOUND = {"scene_id": "1", "line": 3, "severity": "LOW", "what": "She counts and does not want.", "repair": "let her"}


class Room:
    """A model that answers with what a test wants, and a cache."""

    def __init__(self, root: Path, answer: str) -> None:
        self.store = Store(root)
        self.answer = answer
        self.questions: list[dict] = []

    def _reach(self, question: str) -> bytes:
        self.questions.append(json.loads(question))
        if self.answer == "absent":
            raise Internal("the model's server does not answer", reason="MODEL_ABSENT")
        return json.dumps({"choices": [{"message": {"content": self.answer}}]}).encode()

    def read(self, skill: str) -> SkillReport:
        model = TextModel("chat", "tiny", "", WritingConfig(), self._reach)
        reader = ModelReader(model, cached_replay(Runner(self.store, {}).ensure), {})
        return run_skill(skills()[skill], SkillInput(SCRIPT, Canon(version=1)), reader)


@pytest.mark.spec("S5")
@pytest.mark.parametrize("skill", skills())
def test_every_skill_has_a_model_form_whose_answer_is_kept_and_replayed(tmp_path: Path, skill: str) -> None:
    room = Room(tmp_path, json.dumps({"findings": [FOUND]}))
    report = room.read(skill)
    assert (report.form, report.model, report.note) == ("model", "tiny", "")
    assert [one.what for one in report.findings if one.kind == "model_reading"] == [FOUND["what"]]
    assert room.read(skill) == report
    (question,) = room.questions
    assert skills()[skill].question in question["messages"][1]["content"]
    assert "3: Ada counts the cups." in question["messages"][1]["content"]
    (key,) = room.store.keys()
    action = room.store.action(key)
    assert action is not None
    assert json.loads(action.texts["question.json"]) == question


@pytest.mark.spec("S5")
def test_another_skill_is_another_question(tmp_path: Path) -> None:
    room = Room(tmp_path, '{"findings": []}')
    room.read("psychology")
    room.read("redteam")
    assert len(list(room.store.keys())) == 2


@pytest.mark.spec("S5")
@pytest.mark.parametrize("answer", ["absent", "prose", "[[[", '{"findings": 3}', '{"findings": [{"line": 0}]}', "{}"])
def test_a_model_that_fails_leaves_the_deterministic_form_and_a_note(tmp_path: Path, answer: str) -> None:
    report = Room(tmp_path, answer).read("psychology")
    assert (report.form, report.model) == ("deterministic", "")
    assert report.note.startswith("no usable answer of a model")
