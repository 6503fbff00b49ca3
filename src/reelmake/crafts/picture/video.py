"""How ffmpeg opens a library video: only in the format that our own check of the file detected."""

from __future__ import annotations

from typing import Any, Literal

import ffmpeg

VideoFormat = Literal["mp4", "mov", "webm", "mkv"]
QUIET = ("-nostdin", "-hide_banner", "-loglevel", "warning")
_DEMUXERS: dict[VideoFormat, str] = {"mp4": "mov", "mov": "mov", "webm": "matroska", "mkv": "matroska"}


def video_input(video_format: VideoFormat) -> Any:
    """Return the ffmpeg input ``in/video``, looped. The forced demuxer cannot open any other file."""
    demuxer = _DEMUXERS[video_format]
    return ffmpeg.input("in/video", f=demuxer, protocol_whitelist="file", stream_loop=-1, threads=1, xerror=None)
