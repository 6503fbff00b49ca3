"""What a shot ended on, for a dissolve out of it: its plate where its camera stopped, or the last frame of a video."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.actions import tools
from reelmake.crafts.picture.camera import UNIT, Box, camera_path
from reelmake.crafts.picture.filtergraphs import filtergraph
from reelmake.crafts.picture.video import QUIET, VideoFormat, video_input
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Shot
from reelmake.kernel.frames import Rate

RECIPE = 1


@dataclass(frozen=True)
class Left:
    """What was seen last of a shot: a picture as large as a plate, what stands before it, and the part that is seen."""

    plate: FromAction | FromFile
    box: Box
    front: FromAction | FromFile | None = None


def left_by_camera(
    shot: Shot,
    plate: FromAction | FromFile,
    front: FromAction | FromFile | None,
    *,
    profile: ProfileConfig,
    rate: Rate,
) -> Left:
    """Return what is seen where a shot's camera stops."""
    return Left(plate, camera_path(shot.move, shot.frames, rate, profile.width, profile.height).end, front)


def left_by_video(still: FromAction | FromFile, profile: ProfileConfig) -> Left:
    """Return the last picture of a video, as ``still_action`` makes it."""
    return Left(still, Box(0, 0, profile.width * UNIT))


def still_action(shot: Shot, *, video: FromFile, video_format: VideoFormat, profile: ProfileConfig, fps: str) -> Action:
    """Return the action that makes the last picture of a shot that is a video, fitted as in its clip, uncaptioned.

    It lies in the corner of a picture as large as a plate, so that it is looked at as plates are, pixel by pixel.
    """
    width, height = plate_size(profile.width, profile.height)
    graph = filtergraph(
        "still",
        fps=fps,
        width=profile.width,
        height=profile.height,
        last=shot.frames - 1,
        plate_width=width,
        plate_height=height,
    )
    output = video_input(video_format).output(
        "out.png",
        map="[v]",
        map_metadata=-1,
        vcodec="png",
        pix_fmt="rgb24",
        threads=1,
        f="image2",
        update=1,
        fflags="+bitexact",
        flags="+bitexact",
        **{"frames:v": 1},
    )
    encoder = tools.ffmpeg()
    argv = (*QUIET, "-/filter_complex", "graph.txt", *output.get_args(overwrite_output=True))
    return Action(
        kind="still",
        recipe=RECIPE,
        pipeline=(encoder.command(*argv),),
        inputs={"video": video},
        texts={"graph.txt": graph},
        extension="png",
        subject=f"shot {shot.id}",
    )
