from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import Action, Command, FromAction, FromFile
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import Internal, InvariantViolated, NotFound, Unsupported
from support.actions import TOOLS, action


@pytest.mark.spec("E4")
def test_a_result_is_made_once_and_then_served_from_the_store(runner: Runner) -> None:
    wanted = action("upper", text="lights")
    first, second = runner.ensure(wanted), runner.ensure(wanted)
    assert first.path.read_text() == "LIGHTS"
    assert (first.cached, second.cached) == (False, True)
    assert first.digest == second.digest == digest_file(first.path)


@pytest.mark.spec("E6")
def test_a_record_names_the_tool_the_host_and_the_parents(runner: Runner) -> None:
    part = action("upper", text="a")
    runner.ensure(part)
    whole = action("join", inputs={"one": FromAction(key=part.key, kind="test", extension="txt")})
    record = runner.ensure(whole).record
    assert record.host == os.uname().nodename
    assert record.parameters == {"tool.join": TOOLS["join"]().digest}
    assert [parent.digest for parent in record.parents] == [runner.ensure(part).digest]


def test_commands_of_a_pipeline_are_joined_by_pipes(runner: Runner) -> None:
    commands = tuple(Command(tool=name, digest=TOOLS[name]().digest, argv=argv) for name, argv in _SAID)
    piped = Action(kind="test", recipe=1, pipeline=commands, extension="txt")
    assert runner.ensure(piped).path.read_text() == "one two; $HOME"


_SAID = (("say", ("one", "two; $HOME")), ("keep", ()))


@pytest.mark.spec("E4")
def test_a_damaged_object_is_quarantined_and_made_again(runner: Runner, store: Store) -> None:
    wanted = action("upper", text="camera")
    made = runner.ensure(wanted)
    stat = made.path.stat()
    made.path.chmod(0o644)
    made.path.write_text("CAMERO")
    os.utime(made.path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    again = runner.ensure(wanted)
    assert not again.cached
    assert again.path.read_text() == "CAMERA"
    assert len(store.quarantined()) == 1


@pytest.mark.parametrize("victim", ["record.json", "object.txt"])
def test_an_entry_with_a_missing_file_is_made_again(runner: Runner, store: Store, victim: str) -> None:
    wanted = action("upper", text="x")
    runner.ensure(wanted)
    (store.entry(wanted.key) / victim).unlink()
    assert not runner.ensure(wanted).cached
    assert runner.ensure(wanted).cached


def test_a_record_swapped_with_that_of_another_key_is_rejected(runner: Runner, store: Store) -> None:
    one, other = action("upper", text="one"), action("upper", text="other")
    runner.ensure(one)
    runner.ensure(other)
    for name in ("object.txt", "record.json"):
        place, from_ = store.entry(one.key) / name, store.entry(other.key) / name
        place.chmod(0o644)
        place.write_bytes(from_.read_bytes())
    assert runner.ensure(one).path.read_text() == "ONE"


def test_a_missing_parent_is_made_first_when_its_action_is_known(store: Store) -> None:
    part = action("upper", text="part")
    whole = action("join", inputs={"p": FromAction(key=part.key, kind="test", extension="txt")})
    runner = Runner(store, TOOLS, find_action={part.key: part}.get)
    assert runner.ensure(whole).path.read_text() == "PART"


def test_an_unknown_parent_is_reported(runner: Runner) -> None:
    whole = action("join", inputs={"p": FromAction(key="0" * 64, kind="test", extension="txt")})
    with pytest.raises(NotFound, match="the key 000"):
        runner.ensure(whole)


def test_a_parent_with_other_bytes_than_planned_is_refused(runner: Runner) -> None:
    part = action("upper", text="part")
    runner.ensure(part)
    stated = FromAction(key=part.key, kind="test", extension="txt", digest="f" * 64)
    with pytest.raises(InvariantViolated, match="differs from the one that the plan was made with"):
        runner.ensure(action("join", inputs={"p": stated}))


def test_a_file_that_changed_since_the_plan_is_refused(runner: Runner, tmp_path: Path) -> None:
    source = tmp_path / "plate.txt"
    source.write_text("before")
    stated = FromFile(digest=digest_file(source), path=str(source))
    source.write_text("after!")
    reading = Action(
        kind="test",
        recipe=1,
        pipeline=(Command(tool="join", digest=TOOLS["join"]().digest, argv=()),),
        inputs={"a": stated},
        extension="txt",
    )
    with pytest.raises(InvariantViolated, match="changed after the plan"):
        runner.ensure(reading)


@pytest.mark.parametrize(
    ("name", "says"), [("fail", "the lamp is broken"), ("nothing", "did not write out"), ("empty", "empty")]
)
def test_a_tool_that_fails_leaves_nothing_in_the_store(runner: Runner, store: Store, name: str, says: str) -> None:
    with pytest.raises(Internal, match=says):
        runner.ensure(action(name))
    assert list(store.keys()) == []
    assert list((store.root / "tmp").iterdir()) == []


def test_an_unknown_tool_is_refused(store: Store) -> None:
    with pytest.raises(Unsupported, match="there is no tool named 'upper'"):
        Runner(store, {}).ensure(action("upper", text="x"))


def test_a_tool_that_changed_since_the_plan_is_refused(runner: Runner) -> None:
    other = action("upper", text="x")
    other = other.model_copy(update={"pipeline": (Command(tool="upper", digest="0" * 64, argv=()),)})
    with pytest.raises(InvariantViolated, match="has changed since this action was planned"):
        runner.ensure(other)


@pytest.mark.spec("E5")
def test_a_tool_sees_nothing_of_the_users_environment(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    monkeypatch.setenv("TZ", "Pacific/Apia")
    monkeypatch.setenv("API_KEY", "secret")
    seen = json.loads(runner.ensure(action("environment")).path.read_text())
    assert "API_KEY" not in seen
    assert seen["TZ"] == "UTC"
    assert seen["LC_ALL"] == "C.UTF-8"


def test_concurrent_requests_for_one_key_build_it_once(store: Store) -> None:
    built = []

    def make(directory: Path) -> None:
        built.append(1)
        time.sleep(0.05)
        (directory / "out.txt").write_text("once")

    runner = Runner(store, TOOLS)
    wanted = action("upper", text="shared")
    threads = [threading.Thread(target=runner.ensure, args=(wanted, make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]


def test_private_directories_of_killed_processes_are_swept(runner: Runner, store: Store) -> None:
    left = store.root / "tmp" / "deadbeef"
    left.mkdir(parents=True)
    left.with_suffix(".alive").write_text("")
    (left / "half").write_text("part of a film")
    runner.ensure(action("upper", text="x"))
    assert list((store.root / "tmp").iterdir()) == []
