"""One shot's picture: the action that makes its clip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import ffmpeg

from reelmake.actions import tools
from reelmake.actions.fonts import font_input
from reelmake.documents.action import Action, Command, FromAction, FromFile
from reelmake.documents.errors import ValidationFailed
from reelmake.documents.plate import plate_size
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.documents.shotlist import Shot, TransitionKind
from reelmake.kernel.frames import Rate
from reelmake.render.ass import burned_captions, caption_fonts
from reelmake.render.camera import Box, CameraPath, camera_path, nearer
from reelmake.render.cue import Cue
from reelmake.render.templates import filtergraph

RECIPE = 1
_KEYFRAME_SECONDS = 10
"""A keyframe inside a slow move is seen as a jolt: few shots last this long, and each begins with one."""
_EVEN_MOTION = "mbtree=0:no-dct-decimate=1:deadzone-inter=12:no-fast-pskip=1"
"""Left to itself, x264 drops the small differences a slow move is made of: parts of the picture stand still and then
catch up, by a quarter of a pixel at crf 23."""
VideoFormat = Literal["mp4", "mov", "webm", "mkv"]
_DEMUXERS: dict[str, str] = {"mp4": "mov", "mov": "mov", "webm": "matroska", "mkv": "matroska"}
_QUIET = ("-nostdin", "-hide_banner", "-loglevel", "warning")


def move_tool() -> tools.Tool:
    """Return the tool that writes the frames a camera sees."""
    return tools.python_tool("move", "reelmake.render.move_tool", ("pillow",))


def clip_action(
    shot: Shot,
    *,
    plate: FromAction | FromFile | None = None,
    previous_plate: FromAction | FromFile | None = None,
    previous_shot: Shot | None = None,
    front: FromAction | FromFile | None = None,
    previous_front: FromAction | FromFile | None = None,
    video: FromFile | None = None,
    video_format: VideoFormat = "mp4",
    profile: ProfileConfig,
    fps: str,
    captions: CaptionConfig,
    cues: Sequence[Cue] = (),
    colours: Mapping[str, str] | None = None,
) -> Action:
    """Return the action that makes a shot's clip from its ``plate`` or from a ``video``.

    ``cues`` are the captions seen in it, counted from its first frame (``cues_by_shot``). A dissolve comes out of
    ``previous_plate`` as ``previous_shot`` left it. ``front`` and ``previous_front`` are what stands before the
    plates, on nothing, and passes by a little faster. Beside a video, which has no plate, a dissolve is a fade from
    black.
    """
    if (plate is None) == (video is None):
        raise ValidationFailed("a clip has either a plate or a video", where=f"shot {shot.id}")
    rate = Rate.parse(fps)
    shown = tuple(cues) if profile.burns(captions) else ()
    inputs: dict[str, FromFile | FromAction] = {}
    texts: dict[str, str] = {}
    pipeline: tuple[Command, ...] = ()
    length = min(shot.transition_in.frames, shot.frames)
    dissolves = shot.transition_in.kind is TransitionKind.DISSOLVE and length > 0
    written = 1
    if plate is not None:
        inputs["plate.png"] = plate
        if front is not None:
            inputs["front.png"] = front
        previous: Box | None = None
        if dissolves and previous_plate is not None and previous_shot is not None:
            inputs["previous.png"] = previous_plate
            if previous_front is not None:
                inputs["previous_front.png"] = previous_front
            previous = _path(previous_shot, rate, profile).end
        path = _path(shot, rate, profile)
        written = shot.frames if path.moves else min(length + 1 if previous is not None else 1, shot.frames)
        texts["move.json"] = _move_text(profile, written, path, previous, length, pictures=frozenset(inputs))
        tool = move_tool()
        pipeline = (tool.command("move.json"),)
        dissolves = dissolves and previous is None
    elif video is not None:
        inputs["video"] = video
    fades_in = dissolves or shot.transition_in.kind is TransitionKind.FADE_IN
    fades_out = shot.transition_out.kind is TransitionKind.FADE_OUT
    texts["graph.txt"] = filtergraph(
        "clip",
        video=video is not None,
        fps=fps,
        width=profile.width,
        height=profile.height,
        frames=shot.frames,
        held=shot.frames - written,
        fade_in=length if fades_in else 0,
        fade_out=min(shot.transition_out.frames, shot.frames) if fades_out else 0,
        white_in=shot.transition_in.white,
        white_out=shot.transition_out.white,
        captions=bool(shown),
    )
    if shown:
        texts["captions.ass"] = burned_captions(shown, rate, profile, captions, colours or {})
        inputs |= {font.filename: font_input(font) for font in caption_fonts(shown)}
    source = _DEMUXERS[video_format] if video is not None else ""
    argv = _encode_argv(source, profile, fps, shot.frames)
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


def _path(shot: Shot, rate: Rate, profile: ProfileConfig) -> CameraPath:
    return camera_path(shot.move, shot.frames, rate, profile.width, profile.height)


def _move_text(
    profile: ProfileConfig,
    written: int,
    path: CameraPath,
    previous: Box | None,
    length: int,
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
    if previous is not None:
        spec["dissolve"] = {"frames": length, "from": _numbers(previous)}
        if "previous_front.png" in pictures:
            at = nearer(CameraPath(previous, previous), profile.width, profile.height).end
            spec["dissolve"] = {"frames": length, "from": _numbers(previous), "front": _numbers(at)}
    return json.dumps(spec, sort_keys=True)


def _numbers(box: Box) -> list[int]:
    return [box.left, box.top, box.width]


@cache
def _encode_argv(demuxer: str, profile: ProfileConfig, fps: str, frames: int) -> tuple[str, ...]:
    """Return ffmpeg's arguments. All clips of a profile have one set of encoder settings, so that they join."""
    rate = Rate.parse(fps)
    if demuxer:
        # The demuxer is the one our own look at the file chose, and it may open nothing else: no playlists.
        source = ffmpeg.input("in/video", f=demuxer, protocol_whitelist="file", stream_loop=-1, threads=1, xerror=None)
    else:
        size = f"{profile.width}x{profile.height}"
        source = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="yuv420p", s=size, r=fps)
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
        **{"x264-params": _EVEN_MOTION, "frames:v": frames},
    )
    return (*_QUIET, "-/filter_complex", "graph.txt", *output.get_args(overwrite_output=True))


def track_timescale(rate: Rate) -> int:
    """Return the ticks in a second of which a frame lasts a whole number: 1000 each at 24, 1001 at 24000/1001."""
    return rate.value.numerator * (1000 if rate.value.denominator == 1 else 1)
