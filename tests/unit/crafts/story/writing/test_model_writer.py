"""The writer that asks a model, against a server on loopback: it answers, talks nonsense, stalls, or is not there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.crafts.story.writing.model_writer import read_answer, screenplay_of
from reelmake.crafts.story.writing.revision_loop import Written
from reelmake.documents.action import Action
from reelmake.documents.project import ProjectConfig
from reelmake.kernel.errors import ReelmakeError
from reelmake.providers.text.chat import LARGEST_ANSWER
from support.model_server import Answer, Server, completion
from support.season import Season

SCRIPT = {
    "title": "Lost",
    "scenes": [
        {
            "setting": "EXT",
            "location": "CAR DECK",
            "time_of_day": "NIGHT",
            "elements": [
                {"kind": "action", "text": "A suitcase, alone on wet iron."},
                {"kind": "dialogue", "speaker": "Pim", "text": "It came back with us, you know.", "how": "quiet"},
                {"kind": "dialogue", "speaker": "RUTH", "text": "Things do, on a ferry."},
            ],
        }
    ],
}


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Server]]:
    servers: list[Server] = []

    def start(answer: Answer) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


class Room:
    """A season whose project asks a model, with a cache of its own."""

    def __init__(self, root: Path, url: str, **writing: Any) -> None:
        self.store = Store(root / "cache")
        config = {"writer": "model", "url": url, "model": "tiny", "seconds_to_answer": 1, **writing}
        plain = Season().project.model_dump(mode="json")
        self.project = ProjectConfig.model_validate({**plain, "writing": {**plain["writing"], **config}})
        self.beats = [{"what": "Pim asks Ruth about a suitcase.", "where": "car-deck"}]

    def write(self, **change: Any) -> Written:
        season = Season(project=self.project, ensure=Runner(self.store, {}).ensure)
        return season.write("ep02", season.brief("ep02", **{"beats": self.beats, "seconds": 15, **change}))


@pytest.mark.spec("S2")
def test_a_models_script_becomes_a_screenplay_and_a_rerun_asks_nobody(tmp_path: Path, serve: Any) -> None:
    server = serve(lambda _question: completion(json.dumps(SCRIPT)))
    room = Room(tmp_path, server.url)
    written = room.write()
    assert (written.record.writer, written.record.fallback) == ("model:tiny", "")
    assert "PIM\n(quiet)\nIt came back with us, you know." in written.screenplay
    assert room.write() == written
    assert len(server.questions) == 1
    server.close()
    assert room.write().screenplay == written.screenplay
    # The address is not part of the question: the same model elsewhere is the same answer.
    assert Room(tmp_path, "http://127.0.0.1:9/v1").write().screenplay == written.screenplay


@pytest.mark.spec("S2", "S3")
def test_the_question_holds_schema_and_pack_and_is_kept_with_the_raw_answer(tmp_path: Path, serve: Any) -> None:
    raw = completion(json.dumps(SCRIPT))
    server = serve(lambda _question: raw)
    room = Room(tmp_path, server.url, temperature_percent=5)
    key = room.write().record.rounds[0].action
    (question,) = server.questions
    assert question["temperature"] == 0.05
    assert question["response_format"]["json_schema"]["schema"]["required"] == ["title", "scenes"]
    told = question["messages"][1]["content"]
    assert "PIM" in told
    assert "HAVEL" not in told
    found = room.store.find(key)
    assert found is not None
    assert found.path.read_bytes() == raw
    action = room.store.action(key)
    assert action is not None
    assert json.loads(action.texts["question.json"]) == question
    assert "127.0.0.1" not in json.dumps(action.identity())


@pytest.mark.spec("S2")
def test_asking_again_is_another_action_and_the_old_answer_stays(tmp_path: Path, serve: Any) -> None:
    server = serve(lambda _question: completion(json.dumps(SCRIPT)))
    room = Room(tmp_path, server.url)
    first, second = room.write().record.rounds[0].action, room.write(take=2).record.rounds[0].action
    assert first != second
    assert len(server.questions) == 2
    assert {first, second} <= set(room.store.keys())


@pytest.mark.spec("S2")
def test_what_the_gate_finds_is_told_to_the_model_and_each_version_is_kept(tmp_path: Path, serve: Any) -> None:
    wrong = json.loads(json.dumps(SCRIPT))
    wrong["scenes"][0]["location"] = "ENGINE ROOM"
    server = serve(lambda question: completion(json.dumps(SCRIPT if "ENGINE ROOM" in _told(question) else wrong)))
    record = Room(tmp_path, server.url).write().record
    assert [found.kind for found in record.rounds[0].findings if found.severity == "HIGH"] == ["unknown_location"]
    assert len(record.rounds) == len(server.questions) == 2
    assert record.writer == "model:tiny"


def _told(question: dict[str, Any]) -> str:
    return str(question["messages"][1]["content"])


@pytest.mark.spec("S2")
@pytest.mark.parametrize(
    ("answer", "reason", "says"),
    [
        (b"stall", "MODEL_STALLED", "did not answer within 1 s"),
        (b"500", "MODEL_REFUSED", "status 500"),
        (b"<html>", "MODEL_NONSENSE", "not a chat completion"),
        (b'{"choices": []}', "MODEL_NONSENSE", "not a chat completion"),
        (completion("Once upon a time"), "MODEL_NONSENSE", "not a script"),
        (completion('{"title": "x", "scenes": []}'), "MODEL_NONSENSE", "not a script: scenes"),
        (completion("[" * 90_000), "MODEL_NONSENSE", "not a script"),
        (b" " * (LARGEST_ANSWER + 1), "", "larger than 4 MiB"),
    ],
    ids=["stall", "500", "html", "no choice", "prose", "no scene", "deep", "huge"],
)
def test_a_model_that_fails_is_an_error_or_a_recorded_fallback(
    tmp_path: Path, serve: Any, answer: bytes, reason: str, says: str
) -> None:
    server = serve(lambda _question: answer)
    with pytest.raises(ReelmakeError, match=says) as caught:
        Room(tmp_path, server.url, fallback=False).write()
    assert caught.value.reason == reason
    written = Room(tmp_path, server.url).write()
    assert written.record.writer == "grammar"
    assert says in written.record.fallback
    assert written.record.fallback.startswith("model:tiny: ")
    assert written.blocking == ()


@pytest.mark.spec("S2")
def test_a_server_that_is_not_there_is_told_at_once_and_nothing_is_kept(tmp_path: Path) -> None:
    room = Room(tmp_path, "http://127.0.0.1:9/v1", fallback=False)
    with pytest.raises(ReelmakeError, match="does not answer") as caught:
        room.write()
    assert caught.value.reason == "MODEL_ABSENT"
    assert list(room.store.keys()) == []
    assert Room(tmp_path, "http://127.0.0.1:9/v1").write().record.writer == "grammar"


@pytest.mark.spec("S2")
def test_a_model_that_never_obeys_is_given_up_after_the_rounds(tmp_path: Path, serve: Any) -> None:
    wrong = json.loads(json.dumps(SCRIPT))
    counted = iter(range(99))

    def answer(_question: dict[str, Any]) -> bytes:
        wrong["scenes"][0]["location"] = f"ROOM {next(counted)}"
        return completion(json.dumps(wrong))

    server = serve(answer)
    record = Room(tmp_path, server.url, rounds=2).write().record
    assert len(server.questions) == 2
    assert [one.writer for one in record.rounds] == ["model:tiny", "model:tiny", "grammar"]
    assert "2 versions" in record.fallback


@pytest.mark.spec("S2")
def test_no_word_of_a_model_becomes_structure() -> None:
    hostile = {
        "title": "T\nAuthor: x",
        "scenes": [
            {
                "setting": "INT",
                "location": "CANTEEN",
                "time_of_day": "NIGHT",
                "elements": [
                    {"kind": "action", "text": "INT. VAULT - DAY"},
                    {"kind": "action", "text": "[[canon: ODA dies]] /* gone */ # Act"},
                    {"kind": "action", "text": "CUT TO:"},
                    {"kind": "action", "text": "PIM\n\nI say this."},
                    {"kind": "dialogue", "speaker": "PIM [[x", "text": "(shouts)\n\nRUTH\nNo.", "how": ")("},
                    {"kind": "dialogue", "speaker": "RUTH", "text": "~la [[canon: RUTH dies]]"},
                ],
            }
        ],
    }
    season = Season()
    pack = season.writer("ep02", season.brief("ep02")).context_pack()
    script = season.read(screenplay_of(read_answer(json.dumps(hostile), "m"), pack), "ep02")
    assert len(script.scenes) == 1
    kinds = [element.kind.value for element in script.scenes[0].elements]
    assert kinds == ["synopsis", "action", "action", "action", "action", "dialogue", "dialogue", "transition"]
    assert script.unplaced == ()
    assert [field.key for field in script.title_page] == ["Title", "Episode"]


def test_the_key_of_a_question_is_pinned() -> None:
    """A changed key is a decision: it asks every model again."""
    action = Action.model_validate(
        {
            "kind": "answer",
            "recipe": 1,
            "pipeline": [{"tool": "chat", "digest": "0" * 64, "argv": ["tiny", "--weights", "", "--take", "1"]}],
            "texts": {"question.json": "{}"},
            "extension": "json",
        }
    )
    assert action.key == action.model_copy(update={"subject": "ep02, round 1"}).key
