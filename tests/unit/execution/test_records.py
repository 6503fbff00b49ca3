"""The records that the jobs of a run leave when they start and when they end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from reelmake.documents.output import StageSummary
from reelmake.execution.records import (
    FinishedJobs,
    RunningJob,
    finished_jobs,
    jobs_of_episode,
    record_job_end,
    record_job_start,
    running_jobs,
    seconds_since_inputs_ready,
)
from reelmake.kernel.process import process_start_time, resource_usage

KEY, OTHER = "a" * 64, "b" * 64


def running(stage: str, episode: str = "", key: str = "") -> RunningJob:
    return RunningJob(episode, stage, "shot 1", key, "cpu_queue", "here", "2026-01-01T00:00:00.000Z")


def summary(stage: str, key: str = "", started: str = "2026-01-01T00:00:00.000Z", status: str = "done") -> StageSummary:
    return StageSummary(stage=stage, subject="", key=key, started=started, seconds="1.000", status=status)


@pytest.mark.spec("E8")
def test_attempts_are_counted_even_if_earlier_ones_were_killed(tmp_path: Path) -> None:
    log = f"logs/clip/{KEY}.log"
    assert record_job_start(tmp_path, log, running("clip", key=KEY)) == 1
    assert record_job_start(tmp_path, log, running("clip", key=KEY)) == 2, "the first recorded no end: it was killed"
    assert record_job_start(tmp_path, f"logs/clip/{OTHER}.log", running("clip", key=OTHER)) == 1
    assert record_job_start(tmp_path, "logs/ep01/plan.short.log", running("plan", "ep01")) == 1
    default_profile = "logs/ep01/plan.preview_local.log"
    assert record_job_start(tmp_path, default_profile, running("plan", "ep01")) == 1, "it is another job"


def test_a_job_is_running_between_its_start_record_and_its_end_record(tmp_path: Path) -> None:
    assert running_jobs(tmp_path) == []
    log = "logs/ep01/gate.log"
    attempt = record_job_start(tmp_path, log, running("gate", "ep01"))
    assert [job.stage for job in running_jobs(tmp_path)] == ["gate"]
    record_job_end(tmp_path, log, attempt, "ep01", summary("gate"))
    assert running_jobs(tmp_path) == []
    assert [(owner, job.stage) for owner, job in finished_jobs(tmp_path)] == [("ep01", "gate")]


def test_only_wanted_records_are_read_and_each_once(tmp_path: Path) -> None:
    for stage, episode, log, key in (
        ("gate", "ep01", "logs/ep01/gate.log", ""),
        ("gate", "ep02", "logs/ep02/gate.log", ""),
        ("clip", "", f"logs/clip/{KEY}.log", KEY),
        ("clip", "", f"logs/clip/{OTHER}.log", OTHER),
        ("library", "", "logs/library.log", ""),
    ):
        record_job_end(tmp_path, log, 1, episode, summary(stage, key))
    for name in ("ep02+gate.1.json", f"clip+{OTHER}.1.json"):
        (tmp_path / "jobs" / name).write_text("this must not be read")
    wanted = {"", "ep01", KEY}
    found = finished_jobs(tmp_path, lambda owner: owner in wanted)
    assert sorted(job.stage for _owner, job in found) == ["clip", "gate", "library"]
    finished = FinishedJobs(tmp_path, lambda owner: owner in wanted)
    finished.read()
    for path in (tmp_path / "jobs").glob("*.json"):
        path.write_text("this must not be read again")
    assert len(finished.read()) == 3


def test_jobs_of_an_episode_are_its_stages_its_actions_and_jobs_without_an_episode() -> None:
    jobs = [("ep01", summary("gate")), ("ep02", summary("gate")), ("", summary("library"))]
    jobs += [("", summary("clip", KEY)), ("", summary("clip", OTHER))]
    assert jobs_of_episode(jobs, "ep01", [KEY]) == [jobs[0], jobs[2], jobs[3]]


@pytest.mark.spec("E8")
def test_waiting_time_counts_from_the_last_input(tmp_path: Path) -> None:
    now = time.time()
    for name, at in (("run.json", now - 100), ("old", now - 1000), ("script", now - 30), ("voice", now - 7.5)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    inputs = [str(tmp_path / name) for name in ("old", "script", "voice", "missing")]
    assert abs(float(seconds_since_inputs_ready(tmp_path, inputs, now)) - 7.5) < 0.01
    since_run_start = float(seconds_since_inputs_ready(tmp_path, inputs[:1], now))
    assert abs(since_run_start - 100) < 0.01, "no job waits longer than its run lasts"
    assert seconds_since_inputs_ready(tmp_path, inputs, now - 50) == "0.000", "a slow clock gives no negative wait"


def test_a_process_knows_its_start_time_and_its_usage() -> None:
    assert 0 <= time.time() - process_start_time() < 6 * 3600
    assert resource_usage().peak_mib > 10
    assert resource_usage().processor > 0
