"""Events as JSON lines, on standard error or in a file."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO


class Log:
    """Write events as JSON lines: ``log.event("line_spoken", line="…", samples=48000)``."""

    def __init__(self, stream: TextIO | None = None, bound: Mapping[str, object] | None = None) -> None:
        self._stream = stream
        self._bound = dict(bound or {})

    def bind(self, **fields: object) -> Log:
        """Return a log that adds ``fields`` to every event."""
        return Log(self._stream, {**self._bound, **fields})

    def event(self, name: str, **fields: object) -> None:
        """Write one event with the current time."""
        stream = self._stream or sys.stderr
        record = {"at": utc_now(), "event": name, **self._bound, **fields}
        # On a full disk the work itself fails with a clear error, which a failing log must not hide.
        with contextlib.suppress(OSError):
            stream.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
            stream.flush()


def utc_now() -> str:
    """Return the current time as ISO 8601 with milliseconds, in UTC."""
    return utc(time.time())


def utc(seconds: float) -> str:
    """Return a time in seconds since 1970 as ISO 8601 with milliseconds, in UTC."""
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03d}Z"


def utc_today() -> str:
    """Return today's date as ISO 8601, in UTC."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def open_log(path: Path | None, **bound: object) -> Log:
    """Return a log that appends to ``path``, or writes to standard error when that is None."""
    if path is None:
        return Log(None, bound)
    path.parent.mkdir(parents=True, exist_ok=True)
    return Log(path.open("a", encoding="utf-8"), bound)
