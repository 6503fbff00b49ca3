"""Camera moves: even, gentle at both ends, inside the plate, and in the right colours."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reelmake.crafts.picture import move_tool
from reelmake.crafts.picture.camera import UNIT, CameraPath, camera_path
from reelmake.crafts.picture.clip import clip_action
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Move
from reelmake.kernel.frames import Rate
from support.studio import Studio, grey_frames, make_shot

PLATE = plate_size(320, 180)
ZOOMS = [Move.PUSH_IN, Move.PULL_OUT]


def dots(*centres: tuple[float, float]) -> Image.Image:
    """Return a plate with soft bright dots, whose centres can be measured to a hundredth of a pixel."""
    rows, columns = np.mgrid[0 : PLATE[1], 0 : PLATE[0]] + 0.5
    light = sum(np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 2.5**2)) for x, y in centres)
    level = (16 + 220 * light).astype(np.uint8)
    return Image.fromarray(np.stack([level] * 3, axis=-1))


def centre(frame: np.ndarray, background: float) -> tuple[float, float]:
    light = np.clip(frame - background, 0, None)
    light[light < 12] = 0
    rows, columns = np.mgrid[0 : frame.shape[0], 0 : frame.shape[1]] + 0.5
    return float((light * columns).sum() / light.sum()), float((light * rows).sum() / light.sum())


def moved_frames(tmp_path: Path, path: CameraPath, frames: int, picture: Image.Image) -> list[np.ndarray]:
    (tmp_path / "in").mkdir(exist_ok=True)
    picture.save(tmp_path / "in" / "plate.png")
    boxes = {
        "start": [path.start.left, path.start.top, path.start.width],
        "end": [path.end.left, path.end.top, path.end.width],
        "ease": path.ease,
    }
    spec = json.loads(json.dumps({"size": [320, 180], "plate": list(PLATE), "frames": frames, **boxes}))
    return [
        np.frombuffer(data, np.uint8)[: 320 * 180].reshape(180, 320).astype(float)
        for data in move_tool.frames(spec, tmp_path)
    ]


@pytest.mark.spec("R1", "R2")
@pytest.mark.parametrize("move", [move for move in Move if move is not Move.STATIC])
def test_every_move_starts_and_stops_gently(tmp_path: Path, move: Move) -> None:
    path = camera_path(move, 36, Rate.parse("24"), 320, 180)
    frames = moved_frames(tmp_path, path, 36, dots((110, 70)))
    centres = np.array([centre(frame, 32) for frame in frames])
    steps = np.diff(centres, axis=0)
    assert np.abs(centres[-1] - centres[0]).max() > 2, "it does move"
    assert np.abs(np.diff(steps, axis=0)).max() <= 0.1
    speeds = np.hypot(steps[:, 0], steps[:, 1])
    assert max(speeds[0], speeds[-1]) < speeds[14:20].mean() * 0.75, "slower at both ends than in the middle"
    if move not in ZOOMS:
        assert np.ptp(steps[10:-10], axis=0).max() <= 0.06, "one speed between them"


@given(st.integers(1, 400), st.data())
def test_neighbouring_steps_of_a_path_differ_by_one_unit_and_add_up_to_it(steps: int, data: st.DataObject) -> None:
    ease = data.draw(st.integers(0, steps // 3))
    covered = [move_tool.distance_share(step, steps, ease)[0] for step in range(steps + 1)]
    lengths = [after - before for before, after in pairwise(covered)]
    assert (covered[0], covered[-1]) == (0, move_tool.distance_share(0, steps, ease)[1])
    assert lengths == lengths[::-1] and min(lengths) == 1
    assert all(abs(after - before) <= 1 for before, after in pairwise(lengths))


@given(
    st.sampled_from(ZOOMS),
    st.integers(2, 3000),
    st.sampled_from([(320, 180), (1280, 720), (1920, 1080), (1080, 1920)]),
)
def test_no_step_of_a_zoom_is_more_than_a_twentieth_of_a_pixel_longer_than_the_step_before(
    move: Move, frames: int, size: tuple[int, int]
) -> None:
    path = camera_path(move, frames, Rate.parse("24"), *size)
    whole = move_tool.distance_share(0, frames - 1, path.ease)[1]
    travel = abs(path.end.width - path.start.width) // 2
    assert travel / whole <= UNIT / 20


def displacement(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the shift of a patch between two frames, by least squares on its gradients."""
    down, across = np.gradient((before + after) / 2)
    weight = np.outer(np.hanning(before.shape[0]), np.hanning(before.shape[1]))
    mixed = (weight * across * down).sum()
    matrix = [[(weight * across**2).sum(), mixed], [mixed, (weight * down**2).sum()]]
    change = after - before
    return np.linalg.solve(matrix, [-(weight * across * change).sum(), -(weight * down * change).sum()])


@pytest.mark.spec("R1")
@pytest.mark.parametrize("frames", [48, 96])
@pytest.mark.parametrize("move", ["push_in", "pan_right", "tilt_down"])
def test_a_move_is_still_even_after_the_preview_s_encoding(studio: Studio, move: str, frames: int) -> None:
    profile = ProfileConfig(width=640, height=360)
    size = plate_size(640, 360)
    rough = np.random.default_rng(1).random((size[1] // 8, size[0] // 8)) * 120 + 40
    texture = Image.fromarray(rough.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC).convert("RGB")
    shot = make_shot(move=move, frames=frames)
    action = clip_action(shot, plate=studio.plate(texture), profile=profile, fps="24")
    patch = (slice(60, 150), slice(80, 200))
    seen = [frame[patch] for frame in grey_frames(studio.make(action))]
    steps = np.array([displacement(before, after) for before, after in pairwise(seen)])
    assert np.abs(steps.mean(axis=0)).max() > 0.1, "it does move"
    if move == "push_in":
        assert np.abs(np.diff(steps, axis=0)).max() <= 0.1
        return
    path = camera_path(Move(move), frames, Rate.parse("24"), 640, 360)
    travel = max(path.end.left - path.start.left, path.end.top - path.start.top) / UNIT
    covered = [move_tool.distance_share(frame, frames - 1, path.ease) for frame in range(frames)]
    expected = -np.diff([travel * done / whole for done, whole in covered])
    along, aside = (0, 1) if move == "pan_right" else (1, 0)
    assert np.abs(steps[:, along] - expected).max() <= 0.13, "each step has its expected length"
    assert np.abs(steps[:, aside]).max() <= 0.1


def test_a_very_slow_move_repeats_frames_whose_difference_is_imperceptible(tmp_path: Path) -> None:
    path = camera_path(Move.PUSH_IN, 600, Rate.parse("24"), 320, 180)
    frames = moved_frames(tmp_path, path, 600, dots((60, 40)))
    changed = [index for index, (before, after) in enumerate(pairwise(frames), 1) if (before != after).any()]
    assert len(changed) < 300 and max(after - before for before, after in pairwise(changed)) <= 6
    centres = np.array([centre(frame, 32) for frame in frames])
    assert np.abs(np.diff(centres, axis=0)).max() <= 0.13, "no step is visible"
    assert np.abs(centres[-1] - centres[0]).max() > 5


def test_a_push_in_enlarges_and_a_pull_out_shrinks(tmp_path: Path) -> None:
    for move, grows in ((Move.PUSH_IN, True), (Move.PULL_OUT, False)):
        frames = moved_frames(tmp_path, camera_path(move, 48, Rate.parse("24"), 320, 180), 48, dots((134, 104)))
        away = [160 - centre(frame, 32)[0] for frame in (frames[0], frames[-1])]
        assert (away[1] > away[0]) == grows
        assert max(away) / min(away) <= 1.085


def test_a_still_shot_shows_the_middle_of_the_plate_untouched(tmp_path: Path) -> None:
    picture = Image.effect_noise(PLATE, 80).convert("RGB")
    path = camera_path(Move.STATIC, 10, Rate.parse("24"), 320, 180)
    (frame,) = moved_frames(tmp_path, path, 1, picture)
    left, top = (PLATE[0] - 320) // 2, (PLATE[1] - 180) // 2
    grey = np.array(picture.convert("L"), dtype=float)[top : top + 180, left : left + 320]
    assert np.abs(frame - (16 + grey * 219 / 255)).max() <= 1


def test_colours_are_limited_range_bt709(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Image.new("RGB", PLATE, (255, 0, 0)).save(tmp_path / "in" / "plate.png")
    spec = {
        "size": [320, 180],
        "plate": list(PLATE),
        "frames": 1,
        "start": [0, 0, 320 * UNIT],
        "end": [0, 0, 320 * UNIT],
    }
    data = np.frombuffer(next(move_tool.frames(spec, tmp_path)), np.uint8)
    assert (data[0], data[320 * 180], data[-1]) == (63, 102, 240)


@given(
    st.sampled_from(list(Move)),
    st.integers(1, 5000),
    st.sampled_from(["24", "24000/1001", "60"]),
    st.integers(80, 2000),
    st.integers(80, 2000),
)
def test_the_camera_never_leaves_the_plate(
    move: Move, frames: int, fps: str, half_width: int, half_height: int
) -> None:
    width, height = half_width * 2, half_height * 2
    plate_width, plate_height = plate_size(width, height)
    path = camera_path(move, frames, Rate.parse(fps), width, height)
    for box in (path.start, path.end):
        assert box.left >= 0 and box.left + box.width <= plate_width * UNIT
        assert box.top >= 0 and (box.top + box.width * height // width) <= plate_height * UNIT
        assert width * UNIT <= box.width <= width * UNIT * 108 // 100


@given(st.sampled_from([Move.PAN_LEFT, Move.TILT_UP, Move.PUSH_IN]), st.integers(1, 400))
def test_a_short_shot_moves_less(move: Move, frames: int) -> None:
    path = camera_path(move, frames, Rate.parse("24"), 1280, 720)
    travel = max(abs(path.end.left - path.start.left), abs(path.end.top - path.start.top))
    assert travel <= frames * 1280 * UNIT // 1000 + 1
