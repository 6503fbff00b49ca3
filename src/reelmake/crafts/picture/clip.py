"""The action that makes a shot's clip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import ffmpeg

from reelmake.actions import tools
from reelmake.actions.fonts import font_input
from reelmake.crafts.picture.camera import CameraPath, PlateArea, camera_path, front_layer_path
from reelmake.crafts.picture.filtergraphs import filtergraph
from reelmake.crafts.picture.outgoing_picture import OutgoingPicture
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
"""A keyframe inside a slow move is visible as a jolt. Every clip begins with one, and few shots last this long."""
_EVEN_MOTION = "mbtree=0:no-dct-decimate=1:deadzone-inter=12:no-fast-pskip=1"
"""By default x264 drops the small differences of a slow move: parts of the picture stop and then catch up, by a quarter
of a pixel at crf 23."""
_ONE_SHOT = "scenecut=0:rc-lookahead=0:b-adapt=0"
"""A clip is one shot and moves evenly, so looking ahead for cuts and for better reference frames is wasted time."""
_PRESET_OPTIONS = {"superfast": "subme=2"}
"""Options by preset. Prediction by quarter pixels makes slow moves a quarter smaller, for a few percent more time."""


def move_tool() -> tools.Tool:
    """Return the tool that writes the frames that the camera sees."""
    return tools.python_tool("move", "reelmake.crafts.picture.move_tool", ("pillow",))


def clip_action(
    shot: Shot,
    *,
    plate: FromAction | FromFile | None = None,
    front: FromAction | FromFile | None = None,
    outgoing: OutgoingPicture | None = None,
    video: FromFile | None = None,
    video_format: VideoFormat = "mp4",
    profile: ProfileConfig,
    fps: str,
    captions: BurnedCaptions | None = None,
) -> Action:
    """Return the action that makes a shot's clip from its ``plate`` or from a ``video``.

    ``front`` is a transparent layer in front of the plate, which moves a little faster. A dissolve starts from
    ``outgoing``, the last picture of the shot before; without it, it becomes a fade from black.
    """
    if (plate is None) == (video is None):
        raise ValidationFailed("a clip needs either a plate or a video", where=f"shot {shot.id}")
    rate = Rate.parse(fps)
    length = min(shot.transition_in.frames, shot.frames)
    dissolves = shot.transition_in.kind is TransitionKind.DISSOLVE and length > 0
    if not dissolves:
        outgoing = None
    camera: _CameraInput | None = None
    if plate is not None:
        camera = _camera_over_plate(shot, plate, front, outgoing, length=length, rate=rate, profile=profile)
    elif outgoing is not None:
        camera = _held_still(outgoing, profile)
    inputs: dict[str, FromFile | FromAction] = dict(camera.pictures) if camera else {}
    texts = {"move.json": camera.text} if camera else {}
    pipeline = (move_tool().command("move.json"),) if camera else ()
    if video is not None:
        inputs["video"] = video
    dissolves = dissolves and outgoing is None
    fades_in = dissolves or shot.transition_in.kind is TransitionKind.FADE_IN
    fades_out = shot.transition_out.kind is TransitionKind.FADE_OUT
    texts["graph.txt"] = filtergraph(
        "clip",
        video=video is not None,
        dissolve=length if outgoing is not None else 0,
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
class _CameraInput:
    """The input of the camera's tool, and how many frames the tool writes."""

    pictures: Mapping[str, FromAction | FromFile]
    written: int
    text: str


def _camera_over_plate(
    shot: Shot,
    plate: FromAction | FromFile,
    front: FromAction | FromFile | None,
    outgoing: OutgoingPicture | None,
    *,
    length: int,
    rate: Rate,
    profile: ProfileConfig,
) -> _CameraInput:
    """Return the input for a camera over a plate; its first frames dissolve from ``outgoing``, if there is one."""
    pictures = _named("plate.png", plate) | _named("front.png", front)
    if outgoing is not None:
        pictures |= _named("previous.png", outgoing.plate) | _named("previous_front.png", outgoing.front)
    path = camera_path(shot.move, shot.frames, rate, profile.width, profile.height)
    written = shot.frames if path.moves else min(length + 1 if outgoing is not None else 1, shot.frames)
    dissolve = (outgoing.area, length) if outgoing is not None else None
    return _CameraInput(pictures, written, _move_spec(profile, written, path, dissolve, pictures=frozenset(pictures)))


def _held_still(outgoing: OutgoingPicture, profile: ProfileConfig) -> _CameraInput:
    """Return the input for a single frame of the outgoing picture, from which a video dissolves."""
    pictures = _named("plate.png", outgoing.plate) | _named("front.png", outgoing.front)
    still = CameraPath(outgoing.area, outgoing.area)
    return _CameraInput(pictures, 1, _move_spec(profile, 1, still, None, pictures=frozenset(pictures)))


def _named(name: str, picture: FromAction | FromFile | None) -> dict[str, FromAction | FromFile]:
    return {} if picture is None else {name: picture}


def _move_spec(
    profile: ProfileConfig,
    written: int,
    path: CameraPath,
    dissolve: tuple[PlateArea, int] | None,
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
        front_path = front_layer_path(path, profile.width, profile.height)
        spec["front"] = {"start": _numbers(front_path.start), "end": _numbers(front_path.end)}
    if dissolve is not None:
        previous, length = dissolve
        spec["dissolve"] = {"frames": length, "from": _numbers(previous)}
        if "previous_front.png" in pictures:
            at = front_layer_path(CameraPath(previous, previous), profile.width, profile.height).end
            spec["dissolve"] = {"frames": length, "from": _numbers(previous), "front": _numbers(at)}
    return json.dumps(spec, sort_keys=True)


def _numbers(area: PlateArea) -> list[int]:
    return [area.left, area.top, area.width]


@cache
def _encode_argv(
    video_format: VideoFormat | None, has_frames: bool, profile: ProfileConfig, fps: str, frames: int
) -> tuple[str, ...]:
    """Return ffmpeg's arguments. All clips of a profile have the same encoder settings, so that they can be joined.

    The first input is the frames of the camera's tool, if it ``has_frames``; the last is the video, if there is one.
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
        # Not two inputs of one output: ffmpeg-python would map both of them beside the graph's own picture.
        arguments = [*camera.output("out.mp4").get_args()[:-1], *arguments]
    return (*QUIET, "-/filter_complex", "graph.txt", *arguments)


def x264_params(preset: str) -> str:
    """Return the x264 options that go with a preset: for clips of one shot, whose slow moves must stay even."""
    return ":".join(filter(None, (_EVEN_MOTION, _ONE_SHOT, _PRESET_OPTIONS.get(preset))))


def track_timescale(rate: Rate) -> int:
    """Return the track's ticks a second. A frame lasts a whole number of them: 1000 at 24, 1001 at 24000/1001."""
    return rate.value.numerator * (1000 if rate.value.denominator == 1 else 1)
