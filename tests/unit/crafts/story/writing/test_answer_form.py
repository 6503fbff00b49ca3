"""The form a small model is held to: whatever it answers, the brief's own words are where they belong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.crafts.story.writing.answer_form import filled_answer, schema_of, slots_of
from reelmake.crafts.story.writing.episode_plan import plan_episode
from reelmake.crafts.story.writing.model_writer import ModelWriter, read_answer
from reelmake.crafts.story.writing.revision_loop import Written, write_episode
from reelmake.documents.project import WritingConfig
from reelmake.episode.episode_writer import cached_replay
from reelmake.providers.text.replay import TextModel
from support.season import Season


def answer_to(schema: dict[str, Any], words: list[str]) -> dict[str, dict[str, str]]:
    """Return an answer of a form, its free places filled with words that are all different."""
    return {
        scene: {key: place.get("const") or words.pop() for key, place in form["properties"].items()}
        for scene, form in schema["properties"].items()
    }


def words() -> list[str]:
    return [f"It is number {number} of the day, and no other was like it." for number in range(200)]


def small_model(answers: list[bytes]) -> TextModel:
    return TextModel("llama", "tiny", "sha256:0", WritingConfig(), lambda _question: answers.pop(0))


def completion(content: object) -> bytes:
    told = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"content": told}}]}).encode()


@pytest.mark.spec("S2")
@pytest.mark.parametrize("episode", ["ep01", "ep02", "ep03"])
def test_whatever_fills_the_form_says_what_the_brief_asks_for_by_whom_it_asks(episode: str) -> None:
    season = Season()
    pack = season.writer(episode).context_pack()
    plan = plan_episode(pack)
    places = slots_of(pack, plan)
    schema = schema_of(places)
    answer = answer_to(schema, words())
    jsonschema.validate(answer, schema)
    script = read_answer(filled_answer(json.dumps(answer), places, pack, plan).answer, "m")
    assert len(script.scenes) == len(pack.brief.beats)
    said = [element.text for scene in script.scenes for element in scene.elements]
    for beat in pack.brief.beats:
        assert {beat.fact, beat.turn, *(one.line for one in beat.say)} - {""} <= set(said)
    names = {pack.canon.characters[key].name for key in pack.cast}
    assert {one.speaker for scene in script.scenes for one in scene.elements if one.kind == "dialogue"} <= names


def write(tmp_path: Path, answers: list[bytes], rounds: int = 3) -> Written:
    season = Season()
    episode_writer = season.writer("ep01")
    writer = ModelWriter(small_model(answers), cached_replay(Runner(Store(tmp_path / "cache"), {}).ensure))
    return write_episode(
        episode_writer.context_pack(), [writer], episode_writer.judge(episode_writer.context_pack()), rounds=rounds
    )


@pytest.mark.spec("S2", "C2")
def test_what_the_gate_finds_changes_the_plan_a_small_model_is_held_to(tmp_path: Path) -> None:
    pack = Season().writer("ep01").context_pack()
    plan = plan_episode(pack)
    assert plan.scenes[1].when == "DAY", "the canon has the wheelhouse seen after dark only"
    first = answer_to(schema_of(slots_of(pack, plan)), words())
    answers = [completion(first), completion(first)]
    written = write(tmp_path, answers)
    assert answers == []
    assert [found.kind for found in written.record.rounds[0].findings if found.severity == "HIGH"] == ["rule_hour"]
    assert written.blocking == ()
    assert "INT. WHEELHOUSE - DAY" not in written.screenplay


@pytest.mark.spec("S2")
@pytest.mark.parametrize("answer", ["", "no", "[]", '{"scene 1": 3}', '{"scene 1": {"1 seen": 5}}'])
def test_an_answer_of_another_form_is_refused(answer: str) -> None:
    pack = Season().writer("ep01").context_pack()
    plan = plan_episode(pack)
    with pytest.raises(Exception, match="not a script"):
        read_answer(filled_answer(answer, slots_of(pack, plan), pack, plan).answer, "m")


@pytest.mark.spec("S2")
def test_what_a_small_model_says_twice_is_left_out_and_told(tmp_path: Path) -> None:
    season = Season()
    pack = season.writer("ep01").context_pack()
    schema = schema_of(slots_of(pack, plan_episode(pack)))
    free = sum("const" not in place for form in schema["properties"].values() for place in form["properties"].values())
    new = words()[-4:]
    again = answer_to(schema, [*["It is always the same with you."] * (free - len(new)), *new])
    written = write(tmp_path, [completion(again), completion(again)])
    assert written.blocking == ()
    assert written.screenplay.count("It is always the same with you.") == 1
    assert all(line in written.screenplay for line in new)
    assert written.record.notes == (f"{free - len(new) - 1} lines that the model repeated were removed",)
    for beat in pack.brief.beats:
        assert beat.fact.split(". ")[0] in written.screenplay
