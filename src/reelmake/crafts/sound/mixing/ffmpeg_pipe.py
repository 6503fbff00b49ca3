"""The pinned ffmpeg on a sound in memory, so that its bytes are the same on any machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable


def run_ffmpeg(*arguments: str, data: bytes | memoryview) -> bytes:
    """Run the program REELMAKE_FFMPEG names with ``data`` as its input, and return what it writes."""
    done = subprocess.run(_command(arguments), input=data, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"ffmpeg ended with status {done.returncode}")
    return done.stdout


def feed_ffmpeg(*arguments: str, data: Iterable[bytes]) -> None:
    """Run the program with ``data`` as its input, written chunk by chunk. The arguments name the output file."""
    process = subprocess.Popen(_command(arguments), stdin=subprocess.PIPE)
    assert process.stdin is not None  # noqa: S101 a pipe was asked for
    try:
        with process.stdin as pipe:
            for part in data:
                pipe.write(part)
    except BrokenPipeError:
        # ffmpeg stopped reading; its exit status is checked below.
        pass
    if process.wait() != 0:
        raise SystemExit(f"ffmpeg ended with status {process.returncode}")


def _command(arguments: Iterable[str]) -> list[str]:
    quiet = ("-hide_banner", "-y", "-loglevel", "error", "-cpuflags", "sse2", "-threads", "1", "-filter_threads", "1")
    return [os.environ["REELMAKE_FFMPEG"], *quiet, *arguments]
