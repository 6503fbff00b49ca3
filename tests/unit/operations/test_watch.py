"""The progress of a run, computed from its records."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reelmake.cli.watch import command
from reelmake.documents.output import StageSummary
from reelmake.execution.records import RunningJob, record_job_end, record_job_start
from reelmake.kernel.errors import NotFound
from reelmake.operations import watch
from reelmake.operations.watch import EpisodeProgress, Progress, RunMonitor
from reelmake.workspace.workspace import Workspace
from support.world import World


@pytest.fixture
def run(world: World) -> World:
    """A workspace with a run that was started for two episodes."""
    record = {"run_id": "r1", "site_id": "local", "episodes": ["ep01", "ep02"]}
    world.write("runs/r1/run.json", json.dumps(record))
    return world


def start(world: World, stage: str, episode: str) -> int:
    job = RunningJob(episode, stage, f"subject of {episode}", "", "cpu_queue", "here", "2026-01-01T00:00:00.000Z")
    return record_job_start(world.root / "runs/r1", f"logs/{episode}/{stage}.log", job)


def end(world: World, stage: str, episode: str, status: str, error: str = "") -> None:
    summary = StageSummary(stage=stage, subject="", started="t", seconds="1.0", status=status, error=error)
    record_job_end(world.root / "runs/r1", f"logs/{episode}/{stage}.log", 1, episode, summary)


def test_a_run_shows_which_episodes_are_done_running_failed_or_waiting(
    run: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "has_active_run", lambda _root: True)
    monitor = RunMonitor(Workspace.at(run.root), "last")
    assert [(one.episode, one.state, one.waits_for) for one in monitor.progress().episodes] == [
        ("ep01", "waiting", "script"),
        ("ep02", "waiting", "script"),
    ]
    start(run, "intake", "ep01")
    assert monitor.progress().episodes[0].state == "running"
    end(run, "intake", "ep01", "done")
    start(run, "intake", "ep02")
    end(run, "intake", "ep02", "failed", "line 3 cannot be read")
    one, two = monitor.progress().episodes
    assert (one.state, one.done, one.running) == ("waiting", 1, ())
    assert (two.state, two.failed) == ("failed", "line 3 cannot be read")


def test_a_killed_run_has_no_running_jobs(run: World) -> None:
    start(run, "intake", "ep01")
    progress = RunMonitor(Workspace.at(run.root), "r1").progress()
    assert progress.status == "killed"
    assert progress.episodes[0].running == ()
    run.write("runs/r1/ended.json", '{"status": "done"}')
    assert RunMonitor(Workspace.at(run.root), "r1").progress().status == "done"


def episode(state_of: str, seconds: float | None) -> EpisodeProgress:
    waits = "" if state_of == "done" else "clip"
    return EpisodeProgress("e", 0, 0, (), 1, waits, "no" if state_of == "failed" else "", seconds)


def test_the_time_left_is_estimated_and_an_episode_without_a_plan_counts_as_an_average_one() -> None:
    def left(*episodes: EpisodeProgress) -> float | None:
        return Progress("r", "running", episodes, 0, 0, 0).seconds_left(2)

    assert left(episode("waiting", None)) is None, "it is unknown until the first plan"
    assert left(episode("waiting", 60.0), episode("waiting", 20.0)) == 40.0
    assert left(episode("waiting", 60.0), episode("waiting", None)) == 60.0
    assert left(episode("done", 0.0), episode("failed", 60.0)) == 0.0, "a failed episode needs a person first"


def test_it_prints_lines_without_a_terminal_and_json_for_programs(run: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run.root)
    run.write("runs/r1/ended.json", '{"status": "failed"}')
    lines = CliRunner().invoke(command, [], catch_exceptions=False).output
    assert "failed: episodes 2 waiting" in lines
    assert lines.count("\n") == 1
    table = CliRunner().invoke(command, ["r1", "--once"], catch_exceptions=False).output
    assert "ep02" in table
    plain = json.loads(CliRunner().invoke(command, ["--json"], catch_exceptions=False).output)
    assert [row["episode"] for row in plain["episodes"]] == ["ep01", "ep02"]
    assert isinstance(CliRunner().invoke(command, ["nope"]).exception, NotFound)
