"""Tool: make the review version ``out.mp4`` from ``in/film.mp4``, ``in/slate.png``, ``in/pop.png`` and a JSON file.

    review review.json DIGEST-OF-FFMPEG

The slate is shown until the pop, which is one frame of picture and of a 1 kHz tone; then it is black until the film.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelmake.kernel.frames import SAMPLE_RATE, Rate
from reelmake.kernel.timecode import timecode

_STYLE = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Corner,{font},{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H60000000,0,0,0,0,100,100,0,0,4,0,{padding},7,\
{margin},{margin},{margin},-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_LEFT_TOP, _RIGHT_TOP, _LEFT_FOOT, _RIGHT_FOOT = 7, 9, 1, 3


@dataclass(frozen=True)
class Review:
    """The content of the JSON file. ``head`` and ``pop`` are frames of the output, ``start`` a record timecode."""

    rate: Rate
    width: int
    height: int
    head: int
    pop: int
    start: int
    frames: int
    episode: str
    font: str
    shots: tuple[tuple[str, int, int], ...]

    @classmethod
    def read(cls, spec: dict[str, Any]) -> Review:
        """Return the review described by a JSON file's content."""
        top, bottom = spec["rate"]
        width, height = spec["size"]
        shots = tuple((str(name), int(start), int(frames)) for name, start, frames in spec["shots"])
        plain = {name: spec[name] for name in ("head", "pop", "start", "frames", "episode", "font")}
        return cls(rate=Rate(Fraction(top, bottom)), width=width, height=height, shots=shots, **plain)


def burn_in(review: Review) -> str:
    """Return the ASS script of the corners: the episode, the shot's id, and both timecodes of every frame."""
    size = max(min(review.width, review.height) * 42 // 1000, 9)
    margin = max(size // 3, 4)
    lines = [
        _STYLE.format(
            width=review.width,
            height=review.height,
            font=review.font,
            size=size,
            padding=max(size // 6, 2),
            margin=margin,
        )
    ]
    whole = (review.head, review.head + review.frames)
    lines.append(_event(review, *whole, _LEFT_TOP, review.episode))
    for name, start, frames in review.shots:
        first = review.head + start
        lines.append(_event(review, first, first + frames, _RIGHT_TOP, name))
        for frame in range(frames):
            source, record = (timecode(number, review.rate) for number in (frame, review.start + start + frame))
            lines.append(_event(review, first + frame, first + frame + 1, _LEFT_FOOT, f"SRC {source}"))
            lines.append(_event(review, first + frame, first + frame + 1, _RIGHT_FOOT, f"REC {record}"))
    return "".join(lines)


def graph(review: Review) -> str:
    """Return the filtergraph that puts the head before the film, the corners over it, and the tone before its sound."""
    rate = review.rate
    scale = "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+bitexact"
    total = rate.samples(review.head + review.frames)
    pop = rate.samples(review.pop)
    tone = rate.samples(review.pop + 1) - pop
    length = rate.samples(review.frames)
    return ";\n".join(
        (
            f"[1:v]{scale},format=yuv420p[slate]",
            f"[2:v]{scale},format=yuv420p[pop]",
            f"[0:v]tpad=start={review.head}:start_mode=add:color=black[film]",
            f"[film][slate]overlay=enable=lt(n\\,{review.pop}):format=yuv420[one]",
            f"[one][pop]overlay=enable=eq(n\\,{review.pop}):format=yuv420[two]",
            "[two]ass=filename=corners.ass:fontsdir=in,setparams=range=tv:colorspace=bt709:color_primaries=bt709"
            ":color_trc=bt709[v]",
            f"[0:a]aformat=sample_rates={SAMPLE_RATE}:channel_layouts=stereo,apad=whole_len={length},"
            f"atrim=end_sample={length},adelay=delays={rate.samples(review.head)}S:all=1[sound]",
            f"sine=frequency=1000:sample_rate={SAMPLE_RATE},atrim=end_sample={tone},"
            f"aformat=sample_fmts=fltp:channel_layouts=stereo,adelay=delays={pop}S:all=1,apad=whole_len={total}[tone]",
            f"[sound][tone]amix=inputs=2:duration=longest:normalize=0,atrim=end_sample={total}[a]",
        )
    )


def _event(review: Review, start: int, end: int, corner: int, text: str) -> str:
    times = f"{_time(review.rate, start)},{_time(review.rate, end)}"
    return f"Dialogue: 0,{times},Corner,,0,0,0,,{{\\an{corner}}}{text}\n"


def _time(rate: Rate, frame: int) -> str:
    """Return a frame's start time in hundredths, rounded down: the event then appears on exactly that frame."""
    seconds, rest = divmod(int(frame * 100 / rate.value), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"


def main(arguments: list[str]) -> None:
    """Make the review version in the current directory."""
    review = Review.read(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    Path("corners.ass").write_text(burn_in(review), encoding="utf-8")
    Path("graph.txt").write_text(graph(review), encoding="utf-8")
    command = [
        *(os.environ["REELMAKE_FFMPEG"], "-nostdin", "-hide_banner", "-y", "-loglevel", "error", "-cpuflags", "sse2"),
        *("-protocol_whitelist", "file", "-f", "mov", "-i", "in/film.mp4"),
        *("-f", "png_pipe", "-i", "in/slate.png", "-f", "png_pipe", "-i", "in/pop.png"),
        *("-filter_threads", "1", "-/filter_complex", "graph.txt", "-map", "[v]", "-map", "[a]"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-threads", "1", "-pix_fmt", "yuv420p"),
        *("-fps_mode", "passthrough", "-frames:v", str(review.head + review.frames)),
        *("-c:a", "aac", "-aac_coder", "fast", "-b:a", "128k", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-timecode", timecode(review.start - review.head, review.rate), "-video_track_timescale", _timescale(review)),
        *("-movflags", "+faststart", "-fflags", "+bitexact", "-flags", "+bitexact", "out.mp4"),
    ]
    status = subprocess.run(command, check=False).returncode
    if status:
        raise SystemExit(f"ffmpeg ended with status {status}")


def _timescale(review: Review) -> str:
    top, bottom = review.rate.value.numerator, review.rate.value.denominator
    return str(top * (1000 if bottom == 1 else 1))


if __name__ == "__main__":
    main(sys.argv[1:])
