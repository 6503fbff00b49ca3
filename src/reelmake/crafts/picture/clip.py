"""One shot's picture: the action that makes its clip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import ffmpeg

from reelmake.actions import tools
from reelmake.actions.fonts import font_input
from reelmake.crafts.picture.camera import Box, CameraPath, camera_path, nearer
from reelmake.crafts.picture.filtergraphs import filtergraph
from reelmake.crafts.picture.outgoing_picture import Left
from reelmake.crafts.picture.video import QUIET, VideoFormat, video_input
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.burned_captions import BurnedCaptions
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Shot, TransitionKind
from reelmake.kernel.errors import ValidationFailed
from reelmake.kernel.frames import Rate

RECIPE = 1
_KEYFRAME_SECONDS = 10
"""A keyframe inside a slow move is seen as a jolt: few shots last this long, and each begins with one."""
_EVEN_MOTION = "mbtree=0:no-dct-decimate=1:deadzone-inter=12:no-fast-pskip=1"
"""Left to itself, x264 drops the small differences a slow move is made of: parts of the picture stand still and then
catch up, by a quarter of a pixel at crf 23."""
_ONE_SHOT = "scenecut=0:rc-lookahead=0:b-adapt=0"
"""A clip is one shot and moves evenly: looking ahead for cuts and for the best frames to predict from finds nothing."""
_BETTER = {"superfast": "subme=2"}
"""Predicting by quarter pixels makes a slow move a quarter smaller, for a few percent of the time."""


def move_tool() -> tools.Tool:
    """Return the tool that writes the frames a camera sees."""
    return tools.python_tool("move", "reelmake.crafts.picture.move_tool", ("pillow",))


def clip_action(
    shot: Shot,
    *,
    plate: FromAction | FromFile | None = None,
    front: FromAction | FromFile | None = None,
    left: Left | None = None,
    video: FromFile | None = None,
    video_format: VideoFormat = "mp4",
    profile: ProfileConfig,
    fps: str,
    captions: BurnedCaptions | None = None,
) -> Action:
    """Return the action that makes a shot's clip from its ``plate`` or from a ``video``.

    ``front`` is a transparent layer before the plate that moves a little faster. A dissolve starts from ``left``, the
    last picture of the shot before; without it, it is a fade from black.
    """
    if (plate is None) == (video is None):
        raise ValidationFailed("a clip has either a plate or a video", where=f"shot {shot.id}")
    rate = Rate.parse(fps)
    length = min(shot.transition_in.frames, shot.frames)
    dissolves = shot.transition_in.kind is TransitionKind.DISSOLVE and length > 0
    before = left if dissolves else None
    camera: _Camera | None = None
    if plate is not None:
        camera = _over_plate(shot, plate, front, before, length=length, rate=rate, profile=profile)
    elif before is not None:
        camera = _standing(before, profile)
    inputs: dict[str, FromFile | FromAction] = dict(camera.pictures) if camera else {}
    texts = {"move.json": camera.text} if camera else {}
    pipeline = (move_tool().command("move.json"),) if camera else ()
    if video is not None:
        inputs["video"] = video
    dissolves = dissolves and before is None
    fades_in = dissolves or shot.transition_in.kind is TransitionKind.FADE_IN
    fades_out = shot.transition_out.kind is TransitionKind.FADE_OUT
    texts["graph.txt"] = filtergraph(
        "clip",
        video=video is not None,
        dissolve=length if before is not None else 0,
        fps=fps,
        width=profile.width,
        height=profile.height,
        frames=shot.frames,
        held=shot.frames - camera.written if camera else 0,
        fade_in=length if fades_in else 0,
        fade_out=min(shot.transition_out.frames, shot.frames) if fades_out else 0,
        white_in=shot.transition_in.white,
        white_out=shot.transition_out.white,
        captions=captions is not None,
    )
    if captions is not None:
        texts["captions.ass"] = captions.script
        inputs |= {font.filename: font_input(font) for font in captions.fonts}
    argv = _encode_argv(video_format if video is not None else None, camera is not None, profile, fps, shot.frames)
    encoder = tools.ffmpeg()
    return Action(
        kind="clip",
        recipe=RECIPE,
        pipeline=(*pipeline, encoder.command(*argv)),
        inputs=inputs,
        texts=texts,
        extension="mp4",
        expect_frames=shot.frames,
        subject=f"shot {shot.id}",
    )


@dataclass(frozen=True)
class _Camera:
    """What the camera's tool is given, and how many frames it writes."""

    pictures: Mapping[str, FromAction | FromFile]
    written: int
    text: str


def _over_plate(
    shot: Shot,
    plate: FromAction | FromFile,
    front: FromAction | FromFile | None,
    before: Left | None,
    *,
    length: int,
    rate: Rate,
    profile: ProfileConfig,
) -> _Camera:
    """Return how a shot's camera goes over its plate, out of what was left ``before`` in its first frames."""
    pictures = _named("plate.png", plate) | _named("front.png", front)
    if before is not None:
        pictures |= _named("previous.png", before.plate) | _named("previous_front.png", before.front)
    path = camera_path(shot.move, shot.frames, rate, profile.width, profile.height)
    written = shot.frames if path.moves else min(length + 1 if before is not None else 1, shot.frames)
    dissolve = (before.box, length) if before is not None else None
    return _Camera(pictures, written, _move_text(profile, written, path, dissolve, pictures=frozenset(pictures)))


def _standing(left: Left, profile: ProfileConfig) -> _Camera:
    """Return how the one picture that was left is seen again, for a video to come out of it."""
    pictures = _named("plate.png", left.plate) | _named("front.png", left.front)
    still = CameraPath(left.box, left.box)
    return _Camera(pictures, 1, _move_text(profile, 1, still, None, pictures=frozenset(pictures)))


def _named(name: str, picture: FromAction | FromFile | None) -> dict[str, FromAction | FromFile]:
    return {} if picture is None else {name: picture}


def _move_text(
    profile: ProfileConfig,
    written: int,
    path: CameraPath,
    dissolve: tuple[Box, int] | None,
    *,
    pictures: frozenset[str],
) -> str:
    spec: dict[str, object] = {
        "size": [profile.width, profile.height],
        "plate": list(plate_size(profile.width, profile.height)),
        "frames": written,
        "start": _numbers(path.start),
        "end": _numbers(path.end),
        "ease": path.ease,
        "resampling": profile.resampling,
    }
    if "front.png" in pictures:
        before = nearer(path, profile.width, profile.height)
        spec["front"] = {"start": _numbers(before.start), "end": _numbers(before.end)}
    if dissolve is not None:
        previous, length = dissolve
        spec["dissolve"] = {"frames": length, "from": _numbers(previous)}
        if "previous_front.png" in pictures:
            at = nearer(CameraPath(previous, previous), profile.width, profile.height).end
            spec["dissolve"] = {"frames": length, "from": _numbers(previous), "front": _numbers(at)}
    return json.dumps(spec, sort_keys=True)


def _numbers(box: Box) -> list[int]:
    return [box.left, box.top, box.width]


@cache
def _encode_argv(
    video_format: VideoFormat | None, has_frames: bool, profile: ProfileConfig, fps: str, frames: int
) -> tuple[str, ...]:
    """Return ffmpeg's arguments. All clips of a profile have one set of encoder settings, so that they join.

    The first input are the frames of the camera's tool, where it ``has_frames``; the last is a video, if there is one.
    """
    rate = Rate.parse(fps)
    size = f"{profile.width}x{profile.height}"
    camera = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="yuv420p", s=size, r=fps)
    source = camera if video_format is None else video_input(video_format)
    output = source.output(
        "out.mp4",
        map="[v]",
        map_metadata=-1,
        map_chapters=-1,
        vcodec="libx264",
        preset=profile.preset,
        crf=profile.crf,
        threads=1,
        g=_KEYFRAME_SECONDS * rate.timebase,
        pix_fmt="yuv420p",
        video_track_timescale=track_timescale(rate),
        fps_mode="passthrough",
        fflags="+bitexact",
        flags="+bitexact",
        **{"x264-params": x264_params(profile.preset), "frames:v": frames},
    )
    arguments = output.get_args(overwrite_output=True)
    if video_format is not None and has_frames:
        # Two inputs of one output would be mapped into it beside the graph's own picture.
        arguments = [*camera.output("out.mp4").get_args()[:-1], *arguments]
    return (*QUIET, "-/filter_complex", "graph.txt", *arguments)


def x264_params(preset: str) -> str:
    """Return what the encoder is told beside its preset: a clip is one shot, and its slow moves have to stay even."""
    return ":".join(filter(None, (_EVEN_MOTION, _ONE_SHOT, _BETTER.get(preset))))


def track_timescale(rate: Rate) -> int:
    """Return the ticks in a second of which a frame lasts a whole number: 1000 each at 24, 1001 at 24000/1001."""
    return rate.value.numerator * (1000 if rate.value.denominator == 1 else 1)
