"""The memory and time of rules: measured from records, saved as data, requested with a margin."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reelmake.cli.sites import command
from reelmake.documents.output import StageSummary
from reelmake.episode.stages import STAGES
from reelmake.execution.records import record_job_end
from reelmake.kernel.errors import NotFound
from reelmake.materials.shipped import shipped
from reelmake.operations.profiles import rule_needs
from reelmake.operations.usage import Usage, measured_usage, recorded_usage, save_usage
from support.world import World

RULES = """rule clip:
    resources:
        cpu_queue=1,
    shell:
        ''


use rule clip as still with:
    output:
        "still.png",
"""


def record_job(root: Path, log: str, mib: int, seconds: str, status: str = "done") -> None:
    stage = log.split("/", maxsplit=1)[0]
    summary = StageSummary(stage=stage, subject="", started="t", seconds=seconds, status=status, peak_mib=mib)
    record_job_end(root / "runs/one", log, 1, "", summary)


@pytest.mark.spec("O8")
def test_usage_is_the_most_of_all_jobs_that_were_neither_cached_nor_failed(tmp_path: Path) -> None:
    record_job(tmp_path, "clip/1", 120, "3.2")
    record_job(tmp_path, "clip/2", 190, "1.0")
    record_job(tmp_path, "clip/3", 900, "70.0", "failed")
    record_job(tmp_path, "clip/4", 901, "71.0", "cached")
    record_job(tmp_path, "season/1", 40, "0.2")
    assert measured_usage(tmp_path) == {
        "clip": Usage(jobs=2, peak_mib=190, seconds=4),
        "season_list": Usage(jobs=1, peak_mib=40, seconds=1),
    }


@pytest.mark.parametrize(
    ("peak", "seconds", "mem_mb", "minutes"),
    [(190, 4, 300, 5), (40, 1, 100, 5), (200, 31, 300, 10), (201, 60, 350, 10)],
)
def test_a_request_has_a_margin(peak: int, seconds: int, mem_mb: int, minutes: int) -> None:
    usage = Usage(jobs=1, peak_mib=peak, seconds=seconds)
    assert (usage.mem_mb, usage.minutes) == (mem_mb, minutes)


@pytest.mark.spec("O8")
def test_a_rule_needs_what_was_measured_but_at_least_what_its_stage_states(tmp_path: Path) -> None:
    (tmp_path / "actions.smk").write_text(RULES)

    def needed(name: str) -> tuple[str, int, int]:
        (need,) = (one for one in rule_needs(tmp_path) if one.name == name)
        return need.queue, need.mem_mb, need.minutes

    assert needed("clip") == needed("still") == ("cpu_queue", 400, 15), "nothing is measured yet"
    save_usage({"clip": Usage(jobs=1, peak_mib=90, seconds=20)}, tmp_path)
    save_usage({"write": Usage(jobs=1, peak_mib=50, seconds=2)}, tmp_path)
    assert set(recorded_usage(tmp_path)) == {"clip", "write"}, "records of other rules stay"
    assert needed("clip") == ("cpu_queue", 150, 5)
    assert needed("write") == ("local_ai_queue", STAGES["write"].least_mb, STAGES["write"].least_minutes)


def test_every_shipped_rule_was_measured() -> None:
    unmeasured = {need.name for need in rule_needs()} - set(recorded_usage())
    assert unmeasured <= {"deliver_profile"}, "it copies a file, as deliver does"
    assert shipped("rules", "measured.json").is_file()


def test_measure_without_any_run_is_an_error_that_says_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.root)
    done = CliRunner().invoke(command, ["measure"])
    assert isinstance(done.exception, NotFound)
    record_job(world.root, "clip/1", 120, "3.2")
    done = CliRunner().invoke(command, ["measure"], catch_exceptions=False)
    assert "clip" in done.output
    assert "120" in done.output
