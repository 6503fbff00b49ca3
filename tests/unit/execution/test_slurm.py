"""The environment of jobs on a Slurm node, and cancelling the jobs of a run. Slurm's commands are fakes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reelmake.execution import slurm
from reelmake.kernel.errors import Conflict, Internal
from support.fake_slurm import FakeSlurm


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSlurm:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for name in (slurm.ATTEMPT_VARIABLE, slurm.QUEUE_WAIT_VARIABLE, slurm.LEADER_VARIABLE, "SLURM_RESTART_COUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLURM_JOB_ID", "17")
    return FakeSlurm(tmp_path)


@pytest.mark.spec("E8", "O8")
def test_a_job_knows_its_attempt_and_how_long_it_waited(commands: FakeSlurm, monkeypatch: pytest.MonkeyPatch) -> None:
    commands.prints("squeue", "2026-01-01T10:00:00|2026-01-01T10:01:30")
    monkeypatch.setenv("SLURM_RESTART_COUNT", "2")
    slurm.set_node_environment(["--cores", "2", "--attempt", "3"], "node:1:1")
    assert os.environ[slurm.QUEUE_WAIT_VARIABLE] == "90.000"
    assert os.environ[slurm.ATTEMPT_VARIABLE] == "5", "restarts by Slurm count as attempts"
    assert os.environ[slurm.LEADER_VARIABLE] == "node:1:1"
    slurm.set_node_environment([], "node:2:2")
    assert os.environ[slurm.ATTEMPT_VARIABLE] == "5", "a nested Snakemake does not change it"
    assert len(commands.calls()) == 1


@pytest.mark.parametrize("output", ["", "nonsense", "N/A|N/A", "2026-01-01T10:00:00|Unknown"])
def test_an_unknown_waiting_time_is_empty(commands: FakeSlurm, output: str) -> None:
    commands.prints("squeue", output)
    assert slurm.queue_wait("17") == ""
    assert slurm.queue_wait("17; rm -rf /") == ""
    commands.prints("squeue", "", status=1)
    assert slurm.queue_wait("17") == ""


@pytest.mark.spec("O8")
def test_the_jobs_of_a_run_are_found_by_its_id_and_cancelled(commands: FakeSlurm) -> None:
    commands.prints("squeue", "4 5")
    commands.scancel_ends_all_jobs()
    assert slurm.cancel_runs(["r1", "r2"]) == ["4", "5"]
    assert "--name=reelmake-r1,reelmake-r2" in commands.calls()[0]
    assert commands.calls()[1] == "scancel 4 5"
    assert slurm.cancel_runs([]) == []


def test_jobs_that_do_not_end_and_a_missing_slurm_are_errors(
    commands: FakeSlurm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slurm, "_CANCEL_TIMEOUT", 0.0)
    commands.prints("squeue", "4")
    commands.prints("scancel", "")
    with pytest.raises(Conflict, match="do not end: 4"):
        slurm.cancel_runs(["r1"])
    (commands.root / "squeue").unlink()
    if not Path("/usr/bin/squeue").exists():
        with pytest.raises(Internal, match="not installed"):
            slurm.cancel_runs(["r1"])
