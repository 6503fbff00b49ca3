"""Actions made of parts: results of one job, each kept under a key of its own."""

from __future__ import annotations

import io
import json

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import Action, FromAction
from reelmake.kernel.errors import Internal
from reelmake.kernel.log import Log
from support.actions import TOOLS, action


def result(of: Action) -> FromAction:
    return FromAction(key=of.key, kind=of.kind, extension=of.extension)


def of_parts(head: Action, *tails: str) -> Action:
    """Return an action that joins a head's text with parts, each of which ends with the head's text, too."""
    parts = {
        f"part-{number}": action("join", text=tail, inputs={"head": result(head)}) for number, tail in enumerate(tails)
    }
    return action("join", inputs={"head": result(head)}).model_copy(update={"parts": parts})


def runner_of(store: Store, log: io.StringIO, *known: Action) -> Runner:
    by_key = {one.key: one for one in known}
    return Runner(store, TOOLS, find_action=by_key.get, log=Log(log))


def made(log: io.StringIO) -> int:
    return sum(json.loads(line)["event"] == "made" for line in log.getvalue().splitlines())


@pytest.mark.spec("E2", "E4")
def test_a_part_is_made_once_and_serves_the_next_whole_that_has_it(store: Store) -> None:
    head, log = action("upper", text="a"), io.StringIO()
    runner = runner_of(store, log, head)
    runner.ensure(of_parts(head, "x", "y"))
    before = made(log)
    runner.ensure(of_parts(head, "x", "z"))
    assert (before, made(log)) == (4, 6), "the part that is new, and the whole"


@pytest.mark.spec("E2")
def test_a_part_stays_when_what_it_shares_with_the_whole_is_made_again_and_comes_out_the_same(store: Store) -> None:
    first, second, log = action("upper", text="a"), action("upper", text="A"), io.StringIO()
    assert first.key != second.key
    runner = runner_of(store, log, first, second)
    one, other = of_parts(first, "x", "y"), of_parts(second, "x", "y")
    assert one.key != other.key
    assert runner.ensure(one).digest == runner.ensure(other).digest
    assert made(log) == 6, "the second head, and the second whole"


@pytest.mark.spec("E4")
def test_a_part_follows_what_it_shares_with_the_whole(store: Store) -> None:
    first, second, log = action("upper", text="a"), action("upper", text="b"), io.StringIO()
    runner = runner_of(store, log, first, second)
    assert runner.ensure(of_parts(first, "x")).digest != runner.ensure(of_parts(second, "x")).digest
    assert made(log) == 6


@pytest.mark.spec("E4")
def test_parts_that_were_finished_are_kept_when_a_later_one_fails(store: Store) -> None:
    head, log = action("upper", text="a"), io.StringIO()
    runner = runner_of(store, log, head)
    whole = of_parts(head, "x")
    broken = whole.model_copy(update={"parts": {**whole.parts, "zz": action("fail")}})
    with pytest.raises(Internal, match="the lamp is broken"):
        runner.ensure(broken)
    before = made(log)
    runner.ensure(whole)
    assert made(log) == before + 1


def test_a_damaged_part_is_made_again_from_what_it_was_made_from(store: Store) -> None:
    head, log = action("upper", text="a"), io.StringIO()
    runner = runner_of(store, log, head)
    whole = of_parts(head, "x")
    first = runner.ensure(whole)
    part = whole.parts["part-0"].with_digests({head.key: runner.ensure(head).digest})
    path = store.entry(part.key) / "object.txt"
    path.chmod(0o644)
    path.write_text("?")
    store.evict(whole.key)
    assert runner.ensure(whole).digest == first.digest
    assert len(store.quarantined()) == 1


@pytest.mark.spec("E6")
def test_the_record_of_a_whole_names_its_parts(store: Store) -> None:
    head = action("upper", text="a")
    runner = runner_of(store, io.StringIO(), head)
    roles = [parent.role for parent in runner.ensure(of_parts(head, "x", "y")).record.parents]
    assert roles == ["head", "part-0", "part-1"]


@pytest.mark.spec("E2")
def test_a_key_sees_the_parts_and_what_they_read(store: Store) -> None:
    head, other = action("upper", text="a"), action("upper", text="b")
    whole = of_parts(head, "x")
    assert whole.key != of_parts(head, "y").key != of_parts(head, "y", "x").key
    alone = action("join").model_copy(update={"parts": {"p": action("join", inputs={"o": result(other)})}})
    assert alone.parent_keys == (other.key,)
    assert alone.reads == (f"build/test/{other.key}.txt",)
    assert "parts" not in head.identity(), "an action without parts has the key it always had"
