"""How a job is submitted to Slurm and what becomes of it; test commands stand in for Slurm's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reelmake.execution.slurm_jobs import (
    Fate,
    Request,
    fate_of,
    forget,
    left_status,
    outside_of_jobs,
    states_of,
    submit,
)
from reelmake.kernel.errors import Internal
from support.fake_slurm import FakeSlurm

CROSS = "x'; touch broken; '"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSlurm:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return FakeSlurm(tmp_path)


def request(tmp_path: Path) -> Request:
    return Request("reelmake-r1", "exec true", tmp_path / "logs/clip", tmp_path, "cpu", 900, 15, 2, qos="fast")


@pytest.mark.spec("O8")
def test_a_job_is_submitted_with_what_its_rule_asks_for(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.says("sbatch", "17;cluster")
    assert submit(request(tmp_path)) == "17"
    asked = slurm.asked()[0].split()
    wanted = {"--partition=cpu", "--mem=900", "--time=15", "--cpus-per-task=2", "--job-name=reelmake-r1", "--qos=fast"}
    assert wanted < set(asked)
    assert not [option for option in asked if option.startswith("--account")]
    assert (tmp_path / "logs/clip").is_dir()


@pytest.mark.spec("O8")
def test_a_jobs_script_leaves_its_status_where_it_outlives_the_clusters_memory(tmp_path: Path) -> None:
    for command, status in (("true", 0), ("sh -c 'exit 3'", 3)):
        logs = tmp_path / CROSS.replace("/", "") / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        asked = Request("n", command, logs, tmp_path)
        place = {"SLURM_JOB_ID": "5", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(["sh"], input=asked.script(), text=True, env=place, cwd=tmp_path, check=False)
        assert done.returncode == status
        assert left_status(logs, "5") == status
    assert not list(tmp_path.glob("**/broken")), "a directory's name is no code"
    assert left_status(logs, "6") is None


def test_what_a_job_printed_is_kept_where_it_did_not_end_well(tmp_path: Path) -> None:
    for job, status in (("5", 0), ("6", 1)):
        (tmp_path / f"{job}.exit").write_text(f"{status}\n")
        (tmp_path / f"{job}.log").write_text("said")
    forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["6.log"]


@pytest.mark.spec("E4")
def test_a_controller_that_is_away_is_waited_for(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.says("sbatch", "", status=1, error="sbatch: error: Unable to contact slurm controller (connect failure)")
    slurm.says("squeue", "", status=1)
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            slurm.says("sbatch", "18")

    assert submit(request(tmp_path), pause) == "18"
    assert waited == [2.0, 4.0, 8.0]


@pytest.mark.spec("E4")
def test_a_job_whose_answer_was_lost_is_found_and_not_submitted_twice(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.says("sbatch", "", status=1, error="Socket timed out on send/recv operation")

    def pause(_seconds: float) -> None:
        comment = next(word for word in slurm.asked()[0].split() if word.startswith("--comment="))
        slurm.says("squeue", f"20|other\n21|{comment.removeprefix('--comment=')}\n")

    assert submit(request(tmp_path), pause) == "21"
    assert len([line for line in slurm.asked() if line.startswith("sbatch")]) == 1


def test_a_controller_that_stays_away_ends_in_one_clear_error(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.says("sbatch", "", status=1, error="Unable to contact slurm controller")
    slurm.says("squeue", "", status=1)
    with pytest.raises(Internal, match="Unable to contact") as caught:
        submit(request(tmp_path), lambda _seconds: None)
    assert "same command again" in str(caught.value)


@pytest.mark.parametrize(("text", "status"), [("", 1), ("nonsense", 0), ("", 0)])
def test_what_the_cluster_refuses_is_said_at_once(slurm: FakeSlurm, tmp_path: Path, text: str, status: int) -> None:
    slurm.says("sbatch", text, status=status, error="invalid partition specified: cpu")
    with pytest.raises(Internal, match="invalid partition"):
        submit(request(tmp_path), lambda _seconds: pytest.fail("there is nothing to wait for"))


def test_without_slurm_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Internal, match="not installed"):
        submit(request(tmp_path))


def test_states_are_asked_for_all_jobs_at_once(slurm: FakeSlurm) -> None:
    slurm.says("squeue", "3|RUNNING\n4|COMPLETED\n")
    assert states_of("reelmake-r1") == {"3": "RUNNING", "4": "COMPLETED"}
    assert "--name=reelmake-r1" in slurm.asked()[0]


def test_each_state_has_a_meaning_and_an_unknown_one_is_waited_for() -> None:
    assert fate_of("COMPLETED") is Fate.DONE
    assert {fate_of(state) for state in ("PENDING", "RUNNING", "COMPLETING", "REQUEUED", "SUSPENDED", "NEW")} == {
        Fate.GOING
    }
    assert {fate_of(state) for state in ("FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "BOOT_FAIL")} == {
        Fate.FAILED
    }
    assert {fate_of(state) for state in ("NODE_FAIL", "PREEMPTED")} == {Fate.DOUBTFUL}


def test_a_job_within_a_job_does_not_inherit_its_bounds() -> None:
    inside = {
        "SLURM_JOB_ID": "1",
        "SLURM_CPUS_PER_TASK": "2",
        "SLURM_CONF": "there",
        "SBATCH_ACCOUNT": "a",
        "HOME": "h",
    }
    assert set(outside_of_jobs(inside)) == {"SLURM_CONF", "SBATCH_ACCOUNT", "HOME"}


def test_snakemake_knows_the_executor_and_what_a_profile_may_set_of_it() -> None:
    done = subprocess.run([sys.executable, "-m", "snakemake", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--reelmake-slurm-account" in done.stdout
    assert "--reelmake-slurm-qos" in done.stdout
