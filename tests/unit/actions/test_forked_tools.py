"""A tool that is forked from the worker behaves exactly like one started as a program."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.actions.tools import Tool, ToolTable
from reelmake.actions.worker.fork import ChildContext, fork
from reelmake.documents.action import Action, Command
from reelmake.kernel.errors import ReelmakeError
from support.actions import SCRIPTS, TOOLS

MUCH = 100_000
"""More than a pipe holds, and no more than an argument may be."""


def loaded(name: str) -> Callable[[], Tool]:
    """Return a tool as one of ours: a module, its name before its arguments."""
    plain = TOOLS[name]()
    return lambda: dataclasses.replace(plain, module="support.script_tool")


def pipeline(*commands: tuple[str, ...], text: str = "") -> Action:
    calls = tuple(Command(tool=name, digest=TOOLS[name]().digest, argv=argv) for name, *argv in commands)
    return Action(
        kind="test", recipe=1, pipeline=calls, texts={"text": text} if text else {}, extension="txt", subject="a test"
    )


def outcome(action: Action, cache: Path, tools: ToolTable) -> str:
    """Return what came of it: the result, or what was said of it."""
    try:
        return Runner(Store(cache), tools).ensure(action).path.read_text()
    except ReelmakeError as error:
        return str(error).replace(str(cache), "CACHE")


def forked_outcome(action: Action, cache: Path) -> str:
    """Return the same of a job that was forked, and forks its tools."""
    tools = {name: loaded(name) for name in SCRIPTS}
    named = action.model_copy(
        update={
            "pipeline": tuple(call.model_copy(update={"argv": (call.tool, *call.argv)}) for call in action.pipeline)
        }
    )
    said = cache.with_suffix(".said")

    def job() -> None:
        said.write_text(outcome(named, cache, tools))

    with open(os.devnull, "r+b") as nothing:  # noqa: PTH123
        files = (nothing.fileno(), nothing.fileno(), sys.__stderr__.fileno() if sys.__stderr__ else nothing.fileno())
        environment = {os.fsencode(name): os.fsencode(value) for name, value in os.environ.items()}
        assert fork(job, ChildContext(files, Path.cwd(), environment, 0o022)).wait() == 0
    return said.read_text()


@pytest.mark.parametrize(
    "action",
    [
        pipeline(("upper",), text="one line"),
        pipeline(("say", "a", "b  c", "ü"), ("keep",)),
        pipeline(("say", "x" * MUCH), ("keep",)),
        pipeline(("say", "x" * MUCH), ("fail",)),
        pipeline(("fail",), ("keep",)),
        pipeline(("nothing",)),
        pipeline(("empty",)),
        pipeline(("brimful",)),
        pipeline(("speechless",)),
    ],
    ids=lambda action: " | ".join(call.tool for call in action.pipeline),
)
def test_a_forked_tool_gives_the_same_result_as_a_started_one(action: Action, tmp_path: Path) -> None:
    told = forked_outcome(action, tmp_path / "forked")
    assert _essence(told) == _essence(outcome(action, tmp_path / "plain", TOOLS))


def test_a_forked_tool_has_the_same_fixed_environment(tmp_path: Path) -> None:
    plain = json.loads(outcome(pipeline(("environment",)), tmp_path / "plain", TOOLS))
    told = json.loads(forked_outcome(pipeline(("environment",)), tmp_path / "forked"))
    assert set(told) == set(plain)
    same = {name for name in plain if not plain[name].startswith(str(tmp_path))}
    assert {name: told[name] for name in same} == {name: plain[name] for name in same}


def _essence(told: str) -> str:
    """Leave out where in which file a complaint arose."""
    return "\n".join(line for line in told.splitlines() if not line.startswith(("  ", "Traceback")))
