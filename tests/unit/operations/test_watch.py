"""How far a run has come, from its records."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reelmake.cli.watch import command
from reelmake.documents.output import StageSummary
from reelmake.execution.records import RunningJob, record_job_end, record_job_start
from reelmake.kernel.errors import NotFound
from reelmake.operations import watch
from reelmake.operations.watch import EpisodeProgress, Progress, Watch
from reelmake.workspace.workspace import Workspace
from support.world import World


@pytest.fixture
def run(world: World) -> World:
    """A workspace with a run that was asked for two episodes."""
    told = {"run_id": "r1", "site_id": "local", "episodes": ["ep01", "ep02"]}
    world.write("runs/r1/run.json", json.dumps(told))
    return world


def begin(world: World, stage: str, episode: str) -> int:
    mark = RunningJob(episode, stage, f"subject of {episode}", "", "cpu_queue", "here", "2026-01-01T00:00:00.000Z")
    return record_job_start(world.root / "runs/r1", f"logs/{episode}/{stage}.log", mark)


def end(world: World, stage: str, episode: str, status: str, error: str = "") -> None:
    summary = StageSummary(stage=stage, subject="", started="t", seconds="1.0", status=status, error=error)
    record_job_end(world.root / "runs/r1", f"logs/{episode}/{stage}.log", 1, episode, summary)


def test_a_run_shows_what_is_done_at_work_failed_and_waited_for(run: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "has_active_run", lambda _root: True)
    looking = Watch(Workspace.at(run.root), "last")
    assert [(one.episode, one.state, one.waits_for) for one in looking.look().episodes] == [
        ("ep01", "waiting", "script"),
        ("ep02", "waiting", "script"),
    ]
    begin(run, "intake", "ep01")
    assert looking.look().episodes[0].state == "running"
    end(run, "intake", "ep01", "done")
    begin(run, "intake", "ep02")
    end(run, "intake", "ep02", "failed", "line 3 is no line")
    one, two = looking.look().episodes
    assert (one.state, one.done, one.running) == ("waiting", 1, ())
    assert (two.state, two.failed) == ("failed", "line 3 is no line")


def test_a_run_that_was_killed_has_nothing_at_work(run: World) -> None:
    begin(run, "intake", "ep01")
    progress = Watch(Workspace.at(run.root), "r1").look()
    assert progress.status == "killed"
    assert progress.episodes[0].running == ()
    run.write("runs/r1/ended.json", '{"status": "done"}')
    assert Watch(Workspace.at(run.root), "r1").look().status == "done"


def episode(state_of: str, seconds: float | None) -> EpisodeProgress:
    waits = "" if state_of == "done" else "clip"
    return EpisodeProgress("e", 0, 0, (), 1, waits, "no" if state_of == "failed" else "", seconds)


def test_the_end_is_foretold_from_what_is_left_and_episodes_without_a_plan_are_like_the_others() -> None:
    def left(*episodes: EpisodeProgress) -> float | None:
        return Progress("r", "running", episodes, 0, 0, 0).seconds_left(2)

    assert left(episode("waiting", None)) is None, "nothing is known before the first plan"
    assert left(episode("waiting", 60.0), episode("waiting", 20.0)) == 40.0
    assert left(episode("waiting", 60.0), episode("waiting", None)) == 60.0
    assert left(episode("done", 0.0), episode("failed", 60.0)) == 0.0, "a failed one waits for a person"


def test_it_prints_lines_where_nobody_watches_and_json_for_programs(
    run: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(run.root)
    run.write("runs/r1/ended.json", '{"status": "failed"}')
    said = CliRunner().invoke(command, [], catch_exceptions=False).output
    assert "failed: episodes 2 waiting" in said
    assert said.count("\n") == 1
    table = CliRunner().invoke(command, ["r1", "--once"], catch_exceptions=False).output
    assert "ep02" in table
    plain = json.loads(CliRunner().invoke(command, ["--json"], catch_exceptions=False).output)
    assert [row["episode"] for row in plain["episodes"]] == ["ep01", "ep02"]
    assert isinstance(CliRunner().invoke(command, ["nope"]).exception, NotFound)
