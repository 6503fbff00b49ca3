"""What a job learns of its cluster, and how jobs are found and cancelled; test commands stand in for Slurm's."""

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
    for name in (slurm.ATTEMPT, slurm.WAITED, slurm.TOKEN, "SLURM_RESTART_COUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLURM_JOB_ID", "17")
    return FakeSlurm(tmp_path)


@pytest.mark.spec("E8", "O8")
def test_a_job_knows_its_attempt_and_how_long_it_waited(commands: FakeSlurm, monkeypatch: pytest.MonkeyPatch) -> None:
    commands.says("squeue", "2026-01-01T10:00:00|2026-01-01T10:01:30")
    monkeypatch.setenv("SLURM_RESTART_COUNT", "2")
    slurm.settle_on_node(["--cores", "2", "--attempt", "3"], "node:1:1")
    assert os.environ[slurm.WAITED] == "90.000"
    assert os.environ[slurm.ATTEMPT] == "5", "what Slurm started again by itself counts"
    assert os.environ[slurm.TOKEN] == "node:1:1"
    slurm.settle_on_node([], "node:2:2")
    assert os.environ[slurm.ATTEMPT] == "5", "a Snakemake within the job has nothing new to say of it"
    assert len(commands.asked()) == 1


@pytest.mark.parametrize("said", ["", "nonsense", "N/A|N/A", "2026-01-01T10:00:00|Unknown"])
def test_where_nobody_knows_the_wait_none_is_made_up(commands: FakeSlurm, said: str) -> None:
    commands.says("squeue", said)
    assert slurm.queue_wait("17") == ""
    assert slurm.queue_wait("17; rm -rf /") == ""
    commands.says("squeue", "", status=1)
    assert slurm.queue_wait("17") == ""


@pytest.mark.spec("O8")
def test_the_jobs_of_a_run_are_found_by_its_id_and_cancelled(commands: FakeSlurm) -> None:
    commands.says("squeue", "4 5")
    commands.forgets_after_cancelling()
    assert slurm.cancel(["r1", "r2"]) == ["4", "5"]
    assert "--name=reelmake-r1,reelmake-r2" in commands.asked()[0]
    assert commands.asked()[1] == "scancel 4 5"
    assert slurm.cancel([]) == []


def test_jobs_that_do_not_end_and_a_slurm_that_is_not_there_are_told(
    commands: FakeSlurm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slurm, "_PATIENCE", 0.0)
    commands.says("squeue", "4")
    commands.says("scancel", "")
    with pytest.raises(Conflict, match="do not end: 4"):
        slurm.cancel(["r1"])
    (commands.root / "squeue").unlink()
    if not Path("/usr/bin/squeue").exists():
        with pytest.raises(Internal, match="not installed"):
            slurm.cancel(["r1"])
