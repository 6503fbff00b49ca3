"""What the bench compares with besides: the same timeline in MoviePy 2 as its documentation and tutorials have it.

    python moviepy_as_taught.py timeline.json film.mp4

A camera is ``resized`` and ``with_position`` by functions of time in a composition the size of the picture, shots
follow one another by ``concatenate_videoclips``, captions lie over them in one more composition, and the film is
written with the same encoder and the same settings. Nothing is made slower than it is usually written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from moviepy import CompositeVideoClip, ImageClip, VideoClip, concatenate_videoclips
from moviepy_film import caption_clip, fades, write_film


def main(timeline: str, out: str) -> None:
    """Write the film."""
    spec = json.loads(Path(timeline).read_text(encoding="utf-8"))
    fps, size = spec["fps"], tuple(spec["size"])
    picture = concatenate_videoclips([shot_clip(shot, fps, size) for shot in spec["shots"]], method="compose")
    captions = [caption_clip(caption, spec["lettering"], fps, size) for caption in spec["captions"]]
    film = CompositeVideoClip([picture, *captions], size=size).with_duration(spec["frames"] / fps)
    write_film(film, spec, out)


def shot_clip(shot: dict, fps: int, size: tuple[int, int]) -> VideoClip:
    """Return a still with a camera that moves over it, faded as the shot is."""
    places = shot["places"]

    def place(t: float) -> list[float]:
        return places[min(round(t * fps), len(places) - 1)]

    def corner(t: float) -> tuple[float, float]:
        left, top, width = place(t)
        return -left * size[0] / width, -top * size[0] / width

    still = ImageClip(shot["picture"]).with_duration(shot["frames"] / fps)
    zooms = any(width != size[0] for _left, _top, width in places)
    sized = still.resized(lambda t: size[0] / place(t)[2]) if zooms else still
    return CompositeVideoClip([sized.with_position(corner)], size=size).with_effects(fades(shot, fps))


if __name__ == "__main__":
    main(*sys.argv[1:])
