"""What the bench compares with: a MoviePy 2 program that builds the timeline of a JSON file into a film.

    python moviepy_film.py timeline.json film.mp4

It runs in an environment of its own and knows nothing of reelmake. It does nothing that could be spared: pictures come
drawn and the sound mixed, a still that does not move is cut once, a moving one is resampled once a frame by Pillow
(faster than MoviePy's own Resize, and without the jumps from pixel to pixel of its positions), shots without fades are
not nested, and the encoder, the same binary with the same settings, has all cores.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, TextClip, VideoClip, vfx
from PIL import Image


def main(timeline: str, out: str) -> None:
    """Write the film."""
    spec = json.loads(Path(timeline).read_text(encoding="utf-8"))
    fps, size = spec["fps"], tuple(spec["size"])
    clips = [shot_clip(shot, fps, size) for shot in spec["shots"]]
    clips += [caption_clip(caption, spec["lettering"], fps, size) for caption in spec["captions"]]
    film = CompositeVideoClip(clips, size=size, bg_color=(0, 0, 0)).with_duration(spec["frames"] / fps)
    write_film(film, spec, out)


def write_film(film: VideoClip, spec: dict, out: str) -> None:
    """Encode a film as reelmake's clips are encoded, with the sound beside it."""
    sound = AudioFileClip(spec["sound"]).subclipped(0, spec["frames"] / spec["fps"])
    film.with_audio(sound).write_videofile(
        out,
        fps=spec["fps"],
        codec="libx264",
        preset=spec["preset"],
        threads=spec["threads"],
        ffmpeg_params=["-crf", str(spec["crf"]), "-x264-params", spec["x264"]],
        audio_codec="aac",
        audio_bitrate=f"{spec['audio_kbps']}k",
        audio_fps=48_000,
        temp_audiofile_path=str(Path(out).parent),
        logger=None,
    )


def shot_clip(shot: dict, fps: int, size: tuple[int, int]) -> VideoClip:
    """Return a shot at its place in the film."""
    plate = plate_clip(shot, fps, size).with_duration((shot["frames"] + shot["held"]) / fps)
    return plate.with_effects(fades(shot, fps)).with_start(shot["start"] / fps)


def fades(shot: dict, fps: int) -> list:
    """Return how a shot comes and goes."""
    return [
        effect(shot[name] / fps)
        for name, effect in (("dissolve", vfx.CrossFadeIn), ("fade_in", vfx.FadeIn), ("fade_out", vfx.FadeOut))
        if shot[name]
    ]


def plate_clip(shot: dict, fps: int, size: tuple[int, int]) -> VideoClip:
    """Return a still as a camera sees it: ``places`` are left, top and width of what is seen, frame by frame."""
    plate, places = ImageClip(shot["picture"]), shot["places"]
    if len(places) == 1 and places[0][2] == size[0]:
        left, top, _width = map(round, places[0])
        return plate.cropped(x1=left, y1=top, width=size[0], height=size[1])
    picture = Image.fromarray(plate.get_frame(0))
    last: list = [None, None]

    def seen(_frame: Callable[[float], np.ndarray], t: float) -> np.ndarray:
        left, top, width = place = places[min(round(t * fps), len(places) - 1)]
        if place != last[0]:
            box = (left, top, left + width, top + width * size[1] / size[0])
            last[:] = place, np.asarray(picture.resize(size, Image.Resampling.BICUBIC, box))
        return last[1]

    return plate.transform(seen)


def caption_clip(caption: dict, lettering: dict, fps: int, size: tuple[int, int]) -> VideoClip:
    """Return a caption on its box, at the foot of the picture."""
    text = TextClip(
        font=lettering["font"],
        text="\n".join(caption["rows"]),
        font_size=lettering["size"],
        color="white",
        bg_color=(0, 0, 0, 176),
        text_align="center",
        margin=(8, 4),
    )
    placed = text.with_position(("center", size[1] * lettering["foot"] // 100 - text.h))
    return placed.with_start(caption["start"] / fps).with_end(caption["end"] / fps)


if __name__ == "__main__":
    main(*sys.argv[1:])
