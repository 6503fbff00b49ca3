"""What a run finds of the one before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reelmake.execution.run import complete_run, sweep_after_kill, was_cut_short


def begin(root: Path, run_id: str, second: int) -> None:
    path = root / "runs" / run_id / "run.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    os.utime(path, (second, second))


@pytest.mark.spec("E4")
def test_a_run_without_an_end_was_cut_short_and_what_it_was_writing_is_swept(tmp_path: Path) -> None:
    assert not was_cut_short(tmp_path), "there was none"
    begin(tmp_path, "one", 10)
    assert was_cut_short(tmp_path)
    complete_run(tmp_path, "one", "failed")
    assert not was_cut_short(tmp_path)
    left = tmp_path / "build/clip/.film.mp4.0123456789ab.tmp"
    being_written = tmp_path / "episodes/ep01/.render.mp4.0123456789ab.tmp"
    for path, second in ((left, 15), (being_written, 25)):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
        os.utime(path, (second, second))
    begin(tmp_path, "two", 20)
    mark = tmp_path / ".snakemake/incomplete/YnVpbGQvY2xpcA=="
    mark.parent.mkdir(parents=True)
    mark.touch()
    sweep_after_kill(tmp_path, "two")
    assert not left.exists()
    assert not mark.exists()
    assert being_written.exists()
