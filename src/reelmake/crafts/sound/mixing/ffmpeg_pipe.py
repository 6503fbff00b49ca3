"""The pinned ffmpeg on a sound in memory, so that its bytes are the same on any machine."""

from __future__ import annotations

import os
import subprocess


def run_ffmpeg(*arguments: str, data: bytes) -> bytes:
    """Run the program REELMAKE_FFMPEG names with ``data`` as its input, and return what it writes."""
    quiet = ("-hide_banner", "-y", "-loglevel", "error", "-cpuflags", "sse2", "-threads", "1", "-filter_threads", "1")
    command = [os.environ["REELMAKE_FFMPEG"], *quiet, *arguments]
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"ffmpeg ended with status {done.returncode}")
    return done.stdout
