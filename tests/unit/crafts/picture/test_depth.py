"""Depth: the front layer moves a little faster than the plate behind it, and as evenly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.picture import move_tool
from reelmake.crafts.picture.camera import camera_path, front_layer_path
from reelmake.crafts.picture.clip import clip_action
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate
from support.studio import Studio, make_shot
from unit.crafts.picture.test_camera import PLATE, centre, dots

DOT = (110, 70)


def front(picture: Image.Image) -> Image.Image:
    """Return a layer with the picture's dots on a transparent ground."""
    layer = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    layer.putalpha(picture.convert("L").point(lambda level: max(0, level - 16) * 255 // 220))
    return layer


def moved(tmp_path: Path, move: Move, frames: int, layer: Image.Image | None) -> list[np.ndarray]:
    (tmp_path / "in").mkdir(exist_ok=True)
    behind = dots(DOT) if layer is None else Image.new("RGB", PLATE, (16, 16, 16))
    behind.save(tmp_path / "in" / "plate.png")
    path = camera_path(move, frames, Rate.parse("24"), 320, 180)
    near = front_layer_path(path, 320, 180)
    spec: dict[str, object] = {
        "size": [320, 180],
        "plate": list(PLATE),
        "frames": frames,
        "start": [path.start.left, path.start.top, path.start.width],
        "end": [path.end.left, path.end.top, path.end.width],
        "ease": path.ease,
    }
    if layer is not None:
        layer.save(tmp_path / "in" / "front.png")
        spec["front"] = {
            "start": [near.start.left, near.start.top, near.start.width],
            "end": [near.end.left, near.end.top, near.end.width],
        }
    return [
        np.frombuffer(data, np.uint8)[: 320 * 180].reshape(180, 320).astype(float)
        for data in move_tool.frames(json.loads(json.dumps(spec)), tmp_path)
    ]


@pytest.mark.spec("R1", "R2")
@pytest.mark.parametrize("move", [move for move in Move if move is not Move.STATIC])
def test_the_front_layer_moves_farther_and_as_evenly(tmp_path: Path, move: Move) -> None:
    far = np.array([centre(frame, 32) for frame in moved(tmp_path, move, 36, None)])
    near = np.array([centre(frame, 32) for frame in moved(tmp_path, move, 36, front(dots(DOT)))])
    distance_share = [np.abs(way[-1] - way[0]).max() for way in (far, near)]
    assert 1.1 < distance_share[1] / distance_share[0] < 1.45
    assert np.abs(np.diff(near, n=2, axis=0)).max() <= (0.1 if move in (Move.PUSH_IN, Move.PULL_OUT) else 0.14)


def test_both_layers_are_aligned_at_the_end_of_a_push_in(tmp_path: Path) -> None:
    far, near = (moved(tmp_path, Move.PUSH_IN, 24, layer)[-1] for layer in (None, front(dots(DOT))))
    assert np.abs(np.array(centre(far, 32)) - centre(near, 32)).max() < 0.15


def test_a_layer_has_no_dark_or_light_edge(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    layer = Image.new("RGBA", PLATE, (0, 0, 0, 0))
    layer.paste((128, 128, 128, 255), (100, 60, 200, 150))
    Image.new("RGB", PLATE, (128, 128, 128)).save(tmp_path / "in" / "plate.png")
    path = front_layer_path(camera_path(Move.PUSH_IN, 24, Rate.parse("24"), 320, 180), 320, 180)
    layer.save(tmp_path / "in" / "front.png")
    box = {
        "start": [path.start.left, path.start.top, path.start.width],
        "end": [path.end.left, path.end.top, path.end.width],
    }
    spec: dict[str, object] = {"size": [320, 180], "plate": list(PLATE), "frames": 24, **box, "front": box}
    for data in move_tool.frames(spec, tmp_path):
        assert np.ptp(np.frombuffer(data, np.uint8)[: 320 * 180]) <= 3


def test_content_that_touches_the_plate_s_edge_leaves_no_gap(tmp_path: Path) -> None:
    layer = Image.new("RGBA", PLATE, (0, 0, 0, 0))
    layer.paste((255, 255, 255, 255), (150, 80, 200, PLATE[1]))
    for frame in moved(tmp_path, Move.TILT_DOWN, 200, layer):
        assert frame[-1].max() > 230


def test_the_layer_is_in_the_clip_s_key_and_an_empty_one_changes_nothing(studio: Studio, tmp_path: Path) -> None:
    profile = ProfileConfig(width=320, height=180, preset="ultrafast")
    plate = studio.plate(dots(DOT))
    made = {"profile": profile, "fps": "24"}
    plain = clip_action(make_shot(move="push_in"), plate=plate, **made)
    deep = clip_action(make_shot(move="push_in"), plate=plate, front=studio.plate(front(dots((60, 60)))), **made)
    assert plain.key != deep.key
    assert "front" in json.loads(deep.texts["move.json"]) and "front" not in json.loads(plain.texts["move.json"])
    empty = Image.new("RGBA", PLATE, (0, 0, 0, 0))
    assert all(
        np.array_equal(one, two)
        for one, two in zip(
            moved(tmp_path, Move.PAN_LEFT, 6, empty), moved(tmp_path, Move.PAN_LEFT, 6, empty), strict=True
        )
    )
    assert move_tool.load_front(tmp_path / "in" / "front.png", PLATE) is None
