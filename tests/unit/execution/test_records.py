"""What jobs of a run leave behind: marks when they begin, records when they have ended."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from reelmake.documents.output import StageSummary
from reelmake.execution.records import (
    Ended,
    Running,
    begin_job,
    end_job,
    ended_jobs,
    jobs_of_episode,
    running_jobs,
    waited_for,
)
from reelmake.kernel.process import process_start_time, resource_usage

KEY, OTHER = "a" * 64, "b" * 64


def mark(stage: str, episode: str = "", key: str = "") -> Running:
    return Running(episode, stage, "shot 1", key, "cpu_queue", "here", "2026-01-01T00:00:00.000Z")


def summary(stage: str, key: str = "", started: str = "2026-01-01T00:00:00.000Z", status: str = "done") -> StageSummary:
    return StageSummary(stage=stage, subject="", key=key, started=started, seconds="1.000", status=status)


@pytest.mark.spec("E8")
def test_an_attempt_counts_those_before_it_also_where_they_were_killed(tmp_path: Path) -> None:
    slot = f"logs/clip/{KEY}.log"
    assert begin_job(tmp_path, slot, mark("clip", key=KEY)) == 1
    assert begin_job(tmp_path, slot, mark("clip", key=KEY)) == 2, "the first left no record: it was killed"
    assert begin_job(tmp_path, f"logs/clip/{OTHER}.log", mark("clip", key=OTHER)) == 1
    assert begin_job(tmp_path, "logs/ep01/plan.short.log", mark("plan", "ep01")) == 1
    assert begin_job(tmp_path, "logs/ep01/plan.preview_local.log", mark("plan", "ep01")) == 1, "another profile"


def test_a_job_is_running_from_its_mark_to_its_record(tmp_path: Path) -> None:
    assert running_jobs(tmp_path) == []
    slot = "logs/ep01/gate.log"
    attempt = begin_job(tmp_path, slot, mark("gate", "ep01"))
    assert [job.stage for job in running_jobs(tmp_path)] == ["gate"]
    end_job(tmp_path, slot, attempt, "ep01", summary("gate"))
    assert running_jobs(tmp_path) == []
    assert [(owner, job.stage) for owner, job in ended_jobs(tmp_path)] == [("ep01", "gate")]


def test_only_records_that_are_wanted_are_read_and_each_once(tmp_path: Path) -> None:
    for stage, episode, slot, key in (
        ("gate", "ep01", "logs/ep01/gate.log", ""),
        ("gate", "ep02", "logs/ep02/gate.log", ""),
        ("clip", "", f"logs/clip/{KEY}.log", KEY),
        ("clip", "", f"logs/clip/{OTHER}.log", OTHER),
        ("library", "", "logs/library.log", ""),
    ):
        end_job(tmp_path, slot, 1, episode, summary(stage, key))
    for name in ("ep02+gate.1.json", f"clip+{OTHER}.1.json"):
        (tmp_path / "jobs" / name).write_text("nobody should read this")
    wanted = {"", "ep01", KEY}
    found = ended_jobs(tmp_path, lambda owner: owner in wanted)
    assert sorted(job.stage for _owner, job in found) == ["clip", "gate", "library"]
    watch = Ended(tmp_path, lambda owner: owner in wanted)
    watch.look()
    for path in (tmp_path / "jobs").glob("*.json"):
        path.write_text("it was read before")
    assert len(watch.look()) == 3


def test_an_episode_has_its_own_jobs_those_of_its_keys_and_those_of_nobody() -> None:
    jobs = [("ep01", summary("gate")), ("ep02", summary("gate")), ("", summary("library"))]
    jobs += [("", summary("clip", KEY)), ("", summary("clip", OTHER))]
    assert jobs_of_episode(jobs, "ep01", [KEY]) == [jobs[0], jobs[2], jobs[3]]


@pytest.mark.spec("E8")
def test_a_job_waits_from_when_its_last_input_was_there(tmp_path: Path) -> None:
    now = time.time()
    for name, at in (("run.json", now - 100), ("old", now - 1000), ("script", now - 30), ("voice", now - 7.5)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    needs = [str(tmp_path / name) for name in ("old", "script", "voice", "gone")]
    assert abs(float(waited_for(tmp_path, needs, now)) - 7.5) < 0.01
    assert abs(float(waited_for(tmp_path, needs[:1], now)) - 100) < 0.01, "not longer than its run is at work"
    assert waited_for(tmp_path, needs, now - 50) == "0.000", "a clock that is behind makes no negative wait"


def test_a_process_knows_when_it_began_and_what_it_used() -> None:
    assert 0 <= time.time() - process_start_time() < 6 * 3600
    assert resource_usage().peak_mib > 10
    assert resource_usage().processor > 0
