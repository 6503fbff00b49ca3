"""The comparison with MoviePy where MoviePy is not, and what is handed to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bench import peers

from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate
from reelmake.render.camera import UNIT, camera_path


def test_without_moviepy_the_comparison_is_skipped_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "PEERS", tmp_path / "nothing")
    assert not list(peers.peer_budgets(tmp_path / "root"))
    assert "to do: make bench-peers" in capsys.readouterr().err
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("move", list(Move))
def test_moviepy_is_told_where_the_camera_is_in_each_frame(move: Move) -> None:
    path = camera_path(move, 96, Rate.parse("24"), 1280, 720)
    ends = [[box.left, box.top, box.width] for box in (path.start, path.end)]
    places = peers._places(*ends, 96, path.ease, (1280, 720))
    assert len(places) == (96 if path.moves else 1)
    assert places[0] == pytest.approx([number / UNIT for number in ends[0]])
    assert places[-1] == pytest.approx([number / UNIT for number in ends[1]])
