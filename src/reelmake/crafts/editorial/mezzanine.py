"""The film for editing systems: ProRes or DNxHR, with uncompressed sound and a timecode track."""

from __future__ import annotations

from enum import StrEnum

import ffmpeg

from reelmake.actions import tools
from reelmake.crafts.editorial.cut_list import record_start
from reelmake.documents.action import Action, FromAction
from reelmake.kernel.frames import SAMPLE_RATE, Rate
from reelmake.kernel.timecode import timecode

RECIPE = 1


class Codec(StrEnum):
    """A codec that editing systems decode quickly."""

    PRORES = "prores"
    """Apple ProRes 422, ten bits."""
    DNXHR = "dnxhr"
    """Avid DNxHR SQ, eight bits."""


# prores_ks takes four times as long as prores_aw for the same profile.
_OPTIONS: dict[Codec, dict[str, str | int]] = {
    Codec.PRORES: {"c:v": "prores_aw", "profile:v": 2, "pix_fmt": "yuv422p10le"},
    Codec.DNXHR: {"c:v": "dnxhd", "profile:v": "dnxhr_sq", "pix_fmt": "yuv422p"},
}


def mezzanine_action(episode: str, film: FromAction, codec: Codec, *, fps: str, total_frames: int) -> Action:
    """Return the action that encodes the finished ``film`` for editing, with timecode from 01:00:00:00."""
    rate = Rate.parse(fps)
    source = ffmpeg.input("in/film.mp4", f="mov", protocol_whitelist="file", threads=1)
    samples = rate.samples(total_frames)
    sound = source.audio.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
    output = ffmpeg.output(
        source.video,
        sound,
        "out.mov",
        **_OPTIONS[codec],
        **{"c:a": "pcm_s24le", "frames:v": total_frames, "sws_flags": "bicubic+accurate_rnd+full_chroma_int+bitexact"},
        ar=SAMPLE_RATE,
        threads=1,
        fps_mode="passthrough",
        timecode=timecode(record_start(rate), rate),
        map_metadata=-1,
        map_chapters=-1,
        color_primaries="bt709",
        color_trc="bt709",
        colorspace="bt709",
        video_track_timescale=rate.value.numerator * (1000 if rate.value.denominator == 1 else 1),
        fflags="+bitexact",
        flags="+bitexact",
    )
    tool = tools.ffmpeg()
    start = ("-nostdin", "-hide_banner", "-loglevel", "error", "-cpuflags", "sse2")
    return Action(
        kind="mezzanine",
        recipe=RECIPE,
        pipeline=(tool.command(*start, *output.get_args(overwrite_output=True)),),
        inputs={"film.mp4": film},
        extension="mov",
        expect_frames=total_frames,
        subject=f"episode {episode}, {codec.value}",
    )
