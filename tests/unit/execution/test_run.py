"""What a run finds that an earlier run left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reelmake.execution.run import clean_up_after_kill, complete_run, last_run_was_killed


def start_run(root: Path, run_id: str, second: int) -> None:
    path = root / "runs" / run_id / "run.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    os.utime(path, (second, second))


@pytest.mark.spec("E4")
def test_the_temporary_files_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    assert not last_run_was_killed(tmp_path), "there was no run"
    start_run(tmp_path, "one", 10)
    assert last_run_was_killed(tmp_path)
    complete_run(tmp_path, "one", "failed")
    assert not last_run_was_killed(tmp_path)
    left_behind = tmp_path / "build/clip/.film.mp4.0123456789ab.tmp"
    being_written = tmp_path / "episodes/ep01/.render.mp4.0123456789ab.tmp"
    for path, second in ((left_behind, 15), (being_written, 25)):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
        os.utime(path, (second, second))
    start_run(tmp_path, "two", 20)
    marker = tmp_path / ".snakemake/incomplete/YnVpbGQvY2xpcA=="
    marker.parent.mkdir(parents=True)
    marker.touch()
    clean_up_after_kill(tmp_path, "two")
    assert not left_behind.exists()
    assert not marker.exists()
    assert being_written.exists()
