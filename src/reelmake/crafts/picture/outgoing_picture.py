"""The outgoing picture of a dissolve: the plate where its camera stopped, or the last frame of a video."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.actions import tools
from reelmake.crafts.picture.camera import UNIT, PlateArea, camera_path
from reelmake.crafts.picture.filtergraphs import filtergraph
from reelmake.crafts.picture.video import QUIET, VideoFormat, video_input
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Shot
from reelmake.kernel.frames import Rate

RECIPE = 1


@dataclass(frozen=True)
class OutgoingPicture:
    """The last picture of a shot: a picture of a plate's size, the layer in front of it, and the visible area."""

    plate: FromAction | FromFile
    area: PlateArea
    front: FromAction | FromFile | None = None


def outgoing_from_camera(
    shot: Shot,
    plate: FromAction | FromFile,
    front: FromAction | FromFile | None,
    *,
    profile: ProfileConfig,
    rate: Rate,
) -> OutgoingPicture:
    """Return the outgoing picture of a shot with a plate: what its camera shows last."""
    return OutgoingPicture(plate, camera_path(shot.move, shot.frames, rate, profile.width, profile.height).end, front)


def outgoing_from_video(still: FromAction | FromFile, profile: ProfileConfig) -> OutgoingPicture:
    """Return the outgoing picture of a shot with a video; ``still`` is the result of ``last_frame_action``."""
    return OutgoingPicture(still, PlateArea(0, 0, profile.width * UNIT))


def last_frame_action(
    shot: Shot, *, video: FromFile, video_format: VideoFormat, profile: ProfileConfig, fps: str
) -> Action:
    """Return the action that extracts the last frame of a shot's video, scaled as in its clip, without captions.

    The frame lies in the top left corner of a picture of a plate's size, so that the camera's tool can read it like a
    plate, pixel by pixel.
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
