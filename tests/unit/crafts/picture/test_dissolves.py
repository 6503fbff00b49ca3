"""Dissolves from and into library videos: blended in the same proportions as all dissolves, exact to the frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.picture.outgoing_picture import (
    OutgoingPicture,
    last_frame_action,
    outgoing_from_camera,
    outgoing_from_video,
)
from reelmake.documents.action import Action
from reelmake.documents.plate import plate_size
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.documents.shotlist import Shot
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.frames import Rate
from reelmake.materials.media.headers import frame_count
from support.studio import SMALL, Studio, ffmpeg_output, grey_frames, make_shot
from unit.crafts.picture.test_clip import clip_of, spoken

RATE = Rate.parse("24")
LENGTH = 6
FRAMES = 14
pytestmark = pytest.mark.spec("R1")


def video(studio: Studio, levels: str, *, seconds: str = "0.5", tint: tuple[int, int] = (128, 128)) -> Path:
    """Return a small lossless video of another size and rate; each frame is one level of grey."""
    path = studio.root / f"{digest_bytes(repr((levels, seconds, tint)).encode())[:16]}.mp4"
    ramp = f"color=black:s=200x200:r=24:d={seconds},format=yuv420p,geq=lum='{levels}':cb={tint[0]}:cr={tint[1]}"
    coded = ("-c:v", "libx264", "-qp", "0", "-threads", "1")
    ffmpeg_output("-f", "lavfi", "-i", ramp, *coded, "-color_range", "tv", "-colorspace", "bt709", str(path))
    return path


def luma_frames(path: Path) -> list[np.ndarray]:
    """Decode a file's luma, from 16 to 235."""
    with av.open(str(path)) as film:
        shape = (film.streams.video[0].height, film.streams.video[0].width)
        return [frame.to_ndarray()[: shape[0], : shape[1]].astype(float) for frame in film.decode(video=0)]


def means(clip: Path) -> list[float]:
    return [float(frame.mean()) for frame in luma_frames(clip)]


def outgoing_video(
    studio: Studio, path: Path, frames: int, profile: ProfileConfig = SMALL, fps: str = "24"
) -> OutgoingPicture:
    shot = make_shot(frames=frames)
    still = last_frame_action(shot, video=studio.file(path), video_format="mp4", profile=profile, fps=fps)
    return outgoing_from_video(studio.result_of(still), profile)


def outgoing_plate(studio: Studio, level: int, front: Image.Image | None = None) -> OutgoingPicture:
    layer = studio.plate(front) if front else None
    shot = make_shot(frames=30, move="pan_left")
    return outgoing_from_camera(shot, studio.grey_plate(level), layer, profile=SMALL, rate=RATE)


def dissolving(
    studio: Studio, outgoing: OutgoingPicture, path: Path | None, frames: int = FRAMES, **more: object
) -> Action:
    """Return a clip that dissolves from ``outgoing``; it shows a video, or a grey plate if none is given."""
    shot = make_shot(frames=frames, transition_in={"kind": "dissolve", "frames": LENGTH})
    if path is not None:
        more |= {"plate": None, "video": studio.file(path)}
    return clip_of(studio, shot, outgoing=outgoing, **more)


def assert_mixed(seen: list[float], before: float, after: float) -> None:
    for index, mean in enumerate(seen):
        share = min((index + 1) / (LENGTH + 1), 1)
        assert mean == pytest.approx(before + (after - before) * share, abs=2), f"frame {index}"


@pytest.mark.parametrize("before", ["plate", "video"])
@pytest.mark.parametrize("after", ["plate", "video"])
def test_every_frame_of_a_dissolve_blends_both_pictures_in_proportion(studio: Studio, before: str, after: str) -> None:
    # A grey of 90 is a luma of 93, as the plates of a studio come out; 200 is 188.
    outgoing = outgoing_video(studio, video(studio, "188"), 9) if before == "video" else outgoing_plate(studio, 200)
    path = video(studio, "93") if after == "video" else None
    clip = studio.make(dissolving(studio, outgoing, path))
    assert frame_count(clip) == FRAMES
    seen = means(clip)
    assert len(seen) == FRAMES
    assert_mixed(seen, 188, 93)
    # An odd length has a frame in the middle; of six, the third and the fourth lie on both sides of it.
    assert (seen[2] + seen[3]) / 2 == pytest.approx((188 + 93) / 2, abs=2)


def test_the_outgoing_picture_is_the_last_frame_of_the_looped_video(studio: Studio) -> None:
    ramp = video(studio, "16+N*12")
    for frames in (1, 5, 12, 13, 20):
        still = outgoing_video(studio, ramp, frames).plate
        with Image.open(studio.make(studio.known[still.key])) as picture:  # type: ignore[union-attr]
            assert picture.size == plate_size(320, 180)
            grey = np.asarray(picture.convert("L"), dtype=float)[:180, :320]
        last = grey_frames(studio.make(clip_of(studio, make_shot(frames=frames), plate=None, video=studio.file(ramp))))
        assert grey.mean() == pytest.approx(last[-1].mean(), abs=1.5), f"{frames} frames"
        assert grey.std() < 1


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (322, 182)])
def test_the_first_frame_of_a_dissolve_matches_the_last_frame_before_it(studio: Studio, size: tuple[int, int]) -> None:
    """A pattern, last in one clip and first in the next, must not move, blur or change colour."""
    profile = ProfileConfig(width=size[0], height=size[1], preset="ultrafast", crf=1)
    pattern = video(studio, "40+150*gt(mod(X*3+Y*2\\,37)\\,18)", tint=(110, 150))
    last = studio.make(clip_of(studio, make_shot(frames=7), plate=None, video=studio.file(pattern), profile=profile))
    outgoing = outgoing_video(studio, pattern, 7, profile)
    shot = make_shot(frames=30, transition_in={"kind": "dissolve", "frames": 29})
    grey = video(studio, "115", tint=(110, 150))
    clip = studio.make(clip_of(studio, shot, plate=None, video=studio.file(grey), outgoing=outgoing, profile=profile))
    was, now = luma_frames(last)[-1], luma_frames(clip)[0]
    assert np.abs(was + (115 - was) / 30 - now).mean() < 2
    with av.open(str(last)) as one, av.open(str(clip)) as other:
        colours = [
            [plane.mean() for plane in frame.reformat(format="yuv444p").to_ndarray()[1:]]
            for frame in (list(one.decode(video=0))[-1], next(other.decode(video=0)))
        ]
    assert np.abs(np.subtract(*colours)).max() < 2


def test_the_front_layer_is_part_of_the_outgoing_picture(studio: Studio) -> None:
    layer = Image.new("RGBA", plate_size(320, 180), (0, 0, 0, 0))
    layer.paste((255, 255, 255, 255), (0, 0, layer.width, layer.height // 2))
    clip = studio.make(dissolving(studio, outgoing_plate(studio, 20, layer), video(studio, "93")))
    first, last = (luma_frames(clip)[index] for index in (0, -1))
    assert first[:60].mean() > 200 and first[120:].mean() < 60
    assert np.ptp(last) < 4


@pytest.mark.parametrize("frames", [1, LENGTH, LENGTH + 1])
@pytest.mark.parametrize("fps", ["24", "30000/1001"])
def test_a_short_clip_that_dissolves_has_exactly_its_frames(studio: Studio, frames: int, fps: str) -> None:
    outgoing = outgoing_video(studio, video(studio, "188"), 5, fps=fps)
    clip = studio.make(dissolving(studio, outgoing, video(studio, "93"), frames, fps=fps))
    assert frame_count(clip) == frames
    with av.open(str(clip)) as film:
        assert film.streams.video[0].average_rate == Fraction(fps)
    share = 1 / (min(LENGTH, frames) + 1)
    assert means(clip)[0] == pytest.approx(188 + (93 - 188) * share, abs=2)


def test_captions_are_fully_opaque_from_the_first_frame_of_a_dissolve(studio: Studio) -> None:
    shot = spoken("Some words", frames=FRAMES).model_copy(
        update={"transition_in": make_shot(transition_in={"kind": "dissolve", "frames": LENGTH}).transition_in}
    )
    dark, outgoing = video(studio, "30"), outgoing_plate(studio, 20)
    more = {"plate": None, "video": studio.file(dark), "outgoing": outgoing}
    bare = luma_frames(studio.make(clip_of(studio, shot, captions=CaptionConfig(burn_in=False), **more)))
    drawn = luma_frames(studio.make(clip_of(studio, shot, **more)))
    bright = [(np.abs(one - other) > 80).sum() for one, other in zip(drawn, bare, strict=True)]
    assert min(bright) > 0.8 * max(bright) > 30


@pytest.mark.spec("E5")
def test_a_dissolve_into_a_video_is_the_same_bytes_again_and_on_a_plainer_cpu(studio: Studio) -> None:
    outgoing = outgoing_video(studio, video(studio, "40+mod(X*7+N*5\\,180)"), 9)
    action = dissolving(studio, outgoing, video(studio, "30+mod(Y*5+N*9\\,190)"))
    first = studio.make(action).read_bytes()
    assert studio.make(action, again=True).read_bytes() == first

    def plainly(made: Action) -> Action:
        *others, encode = made.pipeline
        return made.model_copy(
            update={"pipeline": (*others, encode.model_copy(update={"argv": ("-cpuflags", "0", *encode.argv)}))}
        )

    still = studio.known[outgoing.plate.key]  # type: ignore[union-attr]
    assert studio.make(plainly(still)).read_bytes() == studio.make(still).read_bytes()
    assert studio.make(plainly(action)).read_bytes() == first


@pytest.mark.spec("E2")
def test_the_key_of_a_clip_without_a_dissolve_does_not_depend_on_the_outgoing_picture(studio: Studio) -> None:
    outgoing, path = outgoing_video(studio, video(studio, "188"), 9), studio.file(video(studio, "93"))
    for more in ({}, {"plate": None, "video": path}):
        plain: Shot = make_shot(transition_in={"kind": "fade_in", "frames": 4})
        assert clip_of(studio, plain, outgoing=outgoing, **more).key == clip_of(studio, plain, **more).key


@pytest.mark.spec("E2")
def test_the_key_of_a_last_frame_depends_only_on_the_video_and_the_shot_s_length(studio: Studio) -> None:
    def key(path: Path, frames: int, **more: object) -> str:
        shot = make_shot(frames=frames, **more)
        return last_frame_action(shot, video=studio.file(path), video_format="mp4", profile=SMALL, fps="24").key

    one, other = video(studio, "188"), video(studio, "93")
    keys = [key(one, 9), key(one, 10), key(other, 9)]
    assert len(set(keys)) == 3
    assert key(one, 9, id="12", start=99, transition_out={"kind": "fade_out", "frames": 3}) == keys[0]
