"""Submitting a job to Slurm, and what its state and exit file mean. Slurm's commands are fakes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reelmake.execution.slurm_jobs import (
    JobOutcome,
    Submission,
    outcome_of,
    recorded_exit_status,
    remove_job_files,
    states_of,
    submit,
    without_job_variables,
)
from reelmake.kernel.errors import Internal
from support.fake_slurm import FakeSlurm

INJECTION = "x'; touch broken; '"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSlurm:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return FakeSlurm(tmp_path)


def submission(tmp_path: Path) -> Submission:
    return Submission("reelmake-r1", "exec true", tmp_path / "logs/clip", tmp_path, "cpu", 900, 15, 2, qos="fast")


@pytest.mark.spec("O8")
def test_a_job_is_submitted_with_the_resources_of_its_rule(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.prints("sbatch", "17;cluster")
    assert submit(submission(tmp_path)) == "17"
    options = slurm.calls()[0].split()
    wanted = {"--partition=cpu", "--mem=900", "--time=15", "--cpus-per-task=2", "--job-name=reelmake-r1", "--qos=fast"}
    assert wanted < set(options)
    assert not [option for option in options if option.startswith("--account")]
    assert (tmp_path / "logs/clip").is_dir()


@pytest.mark.spec("O8")
def test_a_job_script_writes_its_exit_status_to_a_file(tmp_path: Path) -> None:
    for command, status in (("true", 0), ("sh -c 'exit 3'", 3)):
        logs = tmp_path / INJECTION.replace("/", "") / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        script = Submission("n", command, logs, tmp_path).script()
        environment = {"SLURM_JOB_ID": "5", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(["sh"], input=script, text=True, env=environment, cwd=tmp_path, check=False)
        assert done.returncode == status
        assert recorded_exit_status(logs, "5") == status
    assert not list(tmp_path.glob("**/broken")), "a directory's name must never be executed"
    assert recorded_exit_status(logs, "6") is None


def test_the_output_of_failed_jobs_is_kept(tmp_path: Path) -> None:
    for job, status in (("5", 0), ("6", 1)):
        (tmp_path / f"{job}.exit").write_text(f"{status}\n")
        (tmp_path / f"{job}.log").write_text("output")
    remove_job_files(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["6.log"]


@pytest.mark.spec("E4")
def test_submitting_retries_while_the_controller_is_unreachable(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.prints("sbatch", "", status=1, error="sbatch: error: Unable to contact slurm controller (connect failure)")
    slurm.prints("squeue", "", status=1)
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            slurm.prints("sbatch", "18")

    assert submit(submission(tmp_path), pause) == "18"
    assert waited == [2.0, 4.0, 8.0]


@pytest.mark.spec("E4")
def test_a_job_whose_answer_was_lost_is_found_and_not_submitted_twice(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.prints("sbatch", "", status=1, error="Socket timed out on send/recv operation")

    def pause(_seconds: float) -> None:
        comment = next(word for word in slurm.calls()[0].split() if word.startswith("--comment="))
        slurm.prints("squeue", f"20|other\n21|{comment.removeprefix('--comment=')}\n")

    assert submit(submission(tmp_path), pause) == "21"
    assert len([line for line in slurm.calls() if line.startswith("sbatch")]) == 1


def test_a_controller_that_stays_unreachable_gives_one_clear_error(slurm: FakeSlurm, tmp_path: Path) -> None:
    slurm.prints("sbatch", "", status=1, error="Unable to contact slurm controller")
    slurm.prints("squeue", "", status=1)
    with pytest.raises(Internal, match="Unable to contact") as caught:
        submit(submission(tmp_path), lambda _seconds: None)
    assert "same command again" in str(caught.value)


@pytest.mark.parametrize(("text", "status"), [("", 1), ("nonsense", 0), ("", 0)])
def test_a_refused_job_is_an_error_without_a_retry(slurm: FakeSlurm, tmp_path: Path, text: str, status: int) -> None:
    slurm.prints("sbatch", text, status=status, error="invalid partition specified: cpu")
    with pytest.raises(Internal, match="invalid partition"):
        submit(submission(tmp_path), lambda _seconds: pytest.fail("it must not retry"))


def test_without_slurm_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Internal, match="not installed"):
        submit(submission(tmp_path))


def test_one_query_returns_the_states_of_all_jobs(slurm: FakeSlurm) -> None:
    slurm.prints("squeue", "3|RUNNING\n4|COMPLETED\n")
    assert states_of("reelmake-r1") == {"3": "RUNNING", "4": "COMPLETED"}
    assert "--name=reelmake-r1" in slurm.calls()[0]


def test_every_state_has_an_outcome_and_an_unknown_one_counts_as_unfinished() -> None:
    assert outcome_of("COMPLETED") is JobOutcome.DONE
    assert {outcome_of(state) for state in ("PENDING", "RUNNING", "COMPLETING", "REQUEUED", "SUSPENDED", "NEW")} == {
        JobOutcome.UNFINISHED
    }
    assert {outcome_of(state) for state in ("FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "BOOT_FAIL")} == {
        JobOutcome.FAILED
    }
    assert {outcome_of(state) for state in ("NODE_FAIL", "PREEMPTED")} == {JobOutcome.UNCERTAIN}


def test_a_job_submitted_from_within_a_job_does_not_inherit_its_limits() -> None:
    environment = {
        "SLURM_JOB_ID": "1",
        "SLURM_CPUS_PER_TASK": "2",
        "SLURM_CONF": "slurm.conf",
        "SBATCH_ACCOUNT": "a",
        "HOME": "h",
    }
    assert set(without_job_variables(environment)) == {"SLURM_CONF", "SBATCH_ACCOUNT", "HOME"}


def test_snakemake_finds_the_executor_and_its_settings() -> None:
    done = subprocess.run([sys.executable, "-m", "snakemake", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--reelmake-slurm-account" in done.stdout
    assert "--reelmake-slurm-qos" in done.stdout
