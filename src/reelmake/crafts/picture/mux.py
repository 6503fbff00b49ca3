"""The episode's film file: the action that joins clips and sound without encoding them again."""

from __future__ import annotations

from collections.abc import Sequence

import ffmpeg

from reelmake.actions import tools
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.lexicon.language_codes import track_language
from reelmake.kernel.frames import Rate
from reelmake.kernel.text import single_line

RECIPE = 1
_MOVIE_TIMESCALE = 240_000
"""Ticks a second, of which a frame at every usual rate and a sample last a whole number: edit lists are then exact."""
_REORDERED = 2
"""How many frames x264 holds back for B-frames, under any preset: the lead of decoding over presentation."""


def mux_action(
    clips: Sequence[FromAction],
    sound: FromAction,
    *,
    fps: str,
    total_frames: int,
    title: str,
    language: str,
    subtitles: str = "",
    subject: str = "",
) -> Action:
    """Return the action that joins an episode's ``clips``, in order, with its ``sound``.

    ``subtitles``, the text of a SubRip file, become a track that players show on request.
    """
    names = [f"{number:06d}.mp4" for number in range(1, len(clips) + 1)]
    inputs: dict[str, FromFile | FromAction] = dict(zip(names, clips, strict=True))
    inputs["sound.m4a"] = sound
    texts = {
        "clips.txt": "ffconcat version 1.0\n" + "".join(f"file in/{name}\n" for name in names),
        "title.txt": f"title={single_line(title)}",
    }
    rate = Rate.parse(fps)
    if subtitles:
        # Not WebVTT: ffmpeg's WebVTT reader leaves escapes in texts that contain braces.
        texts["captions.srt"] = subtitles
    tool = tools.ffmpeg()
    argv = _argv(rate, total_frames, track_language(language), bool(subtitles))
    return Action(
        kind="mux",
        recipe=RECIPE,
        pipeline=(tool.command(*argv),),
        inputs=inputs,
        texts=texts,
        extension="mp4",
        expect_frames=total_frames,
        subject=subject,
    )


def _argv(rate: Rate, total_frames: int, language: str, subtitled: bool) -> tuple[str, ...]:
    frame = rate.value.denominator if rate.value.denominator > 1 else 1000
    ticks = rate.value.numerator * frame // rate.value.denominator
    # The times of joined clips are off by fractions of a tick, and a clip of one frame holds back no frames: so both
    # timestamps of every frame are recomputed from its number.
    exact = f"setts=dts=(N-{_REORDERED})*{frame}:pts=round(PTS/{frame})*{frame}"
    streams = [
        ffmpeg.input("clips.txt", f="concat", safe=1, protocol_whitelist="file")["v"],
        ffmpeg.input("in/sound.m4a", f="mov", protocol_whitelist="file")["a"],
    ]
    options: dict[str, str | int] = {"metadata:s:a:0": f"language={language}"}
    if subtitled:
        streams.append(ffmpeg.input("captions.srt", f="srt", protocol_whitelist="file")["s"])
        options |= {"c:s": "mov_text", "metadata:s:s:0": f"language={language}", "disposition:s:0": "0"}
    output = ffmpeg.output(
        *streams,
        "out.mp4",
        **{"c:v": "copy", "c:a": "copy", "bsf:v": exact, "frames:v": total_frames, "/metadata": "title.txt"},
        map_metadata=-1,
        map_chapters=-1,
        video_track_timescale=ticks,
        movie_timescale=_MOVIE_TIMESCALE,
        movflags="+faststart",
        fflags="+bitexact",
        flags="+bitexact",
        **options,
    )
    return ("-nostdin", "-hide_banner", "-loglevel", "warning", *output.get_args(overwrite_output=True))
