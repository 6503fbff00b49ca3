"""Memory and time of rules: measured from records, kept as data, asked for with a margin."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reelmake.cli.sites import command
from reelmake.documents.output import StageSummary
from reelmake.execution.records import end_job
from reelmake.kernel.errors import NotFound
from reelmake.materials.shipped import shipped
from reelmake.operations.profiles import rule_needs
from reelmake.operations.usage import Usage, keep_usage, known_usage, usage_in
from support.world import World

RULE = "rule clip:\n    resources:\n        cpu_queue=1,\n{more}    shell:\n        ''\n"


def leave(root: Path, slot: str, mib: int, seconds: str, status: str = "done") -> None:
    stage = slot.split("/", maxsplit=1)[0]
    summary = StageSummary(stage=stage, subject="", started="t", seconds=seconds, status=status, peak_mib=mib)
    end_job(root / "runs/one", slot, 1, "", summary)


@pytest.mark.spec("O8")
def test_the_most_that_a_rules_jobs_took_counts_and_nothing_that_was_cached_or_failed(tmp_path: Path) -> None:
    leave(tmp_path, "clip/1", 120, "3.2")
    leave(tmp_path, "clip/2", 190, "1.0")
    leave(tmp_path, "clip/3", 900, "70.0", "failed")
    leave(tmp_path, "clip/4", 901, "71.0", "cached")
    leave(tmp_path, "season/1", 40, "0.2")
    assert usage_in(tmp_path) == {
        "clip": Usage(jobs=2, peak_mib=190, seconds=4),
        "season_list": Usage(jobs=1, peak_mib=40, seconds=1),
    }


@pytest.mark.parametrize(
    ("peak", "seconds", "mem_mb", "minutes"),
    [(190, 4, 300, 5), (40, 1, 100, 5), (200, 31, 300, 10), (201, 60, 350, 10)],
)
def test_what_is_asked_for_has_a_margin(peak: int, seconds: int, mem_mb: int, minutes: int) -> None:
    usage = Usage(jobs=1, peak_mib=peak, seconds=seconds)
    assert (usage.mem_mb, usage.minutes) == (mem_mb, minutes)


@pytest.mark.spec("O8")
def test_a_profile_asks_for_what_was_measured_or_for_more_where_a_rule_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.smk").write_text(RULE.format(more=""))
    assert (rule_needs(tmp_path)[0].mem_mb, rule_needs(tmp_path)[0].minutes) == (400, 15), "nobody has measured"
    keep_usage({"clip": Usage(jobs=1, peak_mib=90, seconds=20)}, tmp_path)
    keep_usage({"art": Usage(jobs=1, peak_mib=50, seconds=2)}, tmp_path)
    assert set(known_usage(tmp_path)) == {"clip", "art"}, "what is known of other rules stays"
    assert (rule_needs(tmp_path)[0].mem_mb, rule_needs(tmp_path)[0].minutes) == (150, 5)
    (tmp_path / "a.smk").write_text(RULE.format(more="        mem_mb=2000,\n"))
    assert rule_needs(tmp_path)[0].mem_mb == 2000


def test_every_rule_of_the_example_was_measured() -> None:
    # Locking needs an approval, writing a brief; the stems are copied by cp.
    unmeasured = {need.name for need in rule_needs()} - set(known_usage())
    assert unmeasured <= {"commit", "write", "stems"}
    assert shipped("rules", "measured.json").is_file()


def test_measuring_where_nothing_ran_says_what_to_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.root)
    done = CliRunner().invoke(command, ["measure"])
    assert isinstance(done.exception, NotFound)
    leave(world.root, "clip/1", 120, "3.2")
    done = CliRunner().invoke(command, ["measure"], catch_exceptions=False)
    assert "clip" in done.output
    assert "120" in done.output
