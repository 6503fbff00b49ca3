"""The comparison with MoviePy where MoviePy is not, and what is handed to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.bench import peers

from reelmake.crafts.picture.camera import UNIT, camera_path
from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate


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


def test_a_part_has_a_share_of_each_shot_and_the_captions_that_begin_in_it(tmp_path: Path) -> None:
    still = {"held": 6, "dissolve": 0, "fade_in": 24, "fade_out": 0, "picture": "p.png", "places": [[0, 0, 1280]]}
    shots = [{**still, "start": 0, "frames": 400}, {**still, "start": 400, "frames": 40}]
    captions = [
        {"start": 10, "end": 90, "rows": ["one"]},
        {"start": 100, "end": 120, "rows": ["too late"]},
        {"start": 401, "end": 430, "rows": ["two"]},
    ]
    whole = tmp_path / "timeline.json"
    whole.write_text(json.dumps({"frames": 440, "shots": shots, "captions": captions}))
    path, frames = peers._part_of_each_shot(whole, 1 / 10)
    part = json.loads(path.read_text())
    assert frames == part["frames"] == 44
    assert [(shot["start"], shot["frames"], shot["fade_in"], shot["held"]) for shot in part["shots"]] == [
        (0, 40, 24, 0),
        (40, 4, 4, 0),
    ]
    assert [(one["start"], one["end"], one["rows"]) for one in part["captions"]] == [
        (10, 40, ["one"]),
        (41, 44, ["two"]),
    ]
