"""A still of each shot: the action that extracts it from the shot's clip."""

from __future__ import annotations

from collections.abc import Iterable

import ffmpeg

from reelmake.actions import tools
from reelmake.documents.action import Action, FromAction
from reelmake.documents.shotlist import Shot
from reelmake.kernel.frames import Span

RECIPE = 1
STILL_WIDTH = 640


def still_frame(shot: Shot, captions: Iterable[Span] = ()) -> int:
    """Return the frame of a shot for its still: the nearest to its middle outside transitions and captions.

    ``captions`` count from the shot's first frame. If every frame has a caption, it is the middle one.
    """
    first = min(shot.transition_in.frames, shot.frames - 1)
    last = max(shot.frames - shot.transition_out.frames, first + 1)
    middle = (first + last) // 2
    covered = tuple(captions)
    free = (
        frame for frame in range(first, last) if not any(span.start <= frame < span.end_exclusive for span in covered)
    )
    return min(free, key=lambda frame: (abs(frame - middle), frame), default=middle)


def shot_still_action(shot: Shot, clip: FromAction, frame: int, *, width: int, height: int) -> Action:
    """Return the action that writes a ``frame`` of a shot's clip as a JPEG with the aspect ratio of the profile."""
    tool = tools.ffmpeg()
    size = (STILL_WIDTH, max(2, STILL_WIDTH * height // width // 2 * 2))
    picture = (
        ffmpeg.input("in/clip.mp4", f="mov", protocol_whitelist="file")
        .video.filter("select", f"eq(n,{frame})")
        .filter("scale", *size, flags="bicubic+accurate_rnd+full_chroma_int+bitexact", out_range="pc")
    )
    output = picture.output(
        "out.jpg",
        **{"frames:v": 1, "c:v": "mjpeg", "q:v": 3},
        f="image2",
        update=1,
        pix_fmt="yuvj420p",
        map_metadata=-1,
        threads=1,
        fflags="+bitexact",
        flags="+bitexact",
    )
    argv = ("-nostdin", "-hide_banner", "-loglevel", "error", "-cpuflags", "sse2")
    return Action(
        kind="still",
        recipe=RECIPE,
        pipeline=(tool.command(*argv, *output.get_args(overwrite_output=True)),),
        inputs={"clip.mp4": clip},
        extension="jpg",
        subject=f"shot {shot.id}",
    )
