"""The size of a cache, known without visiting every object: the last survey's result, plus what was added since."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from reelmake.kernel.files import write_atomic

_SURVEYED = "surveyed.json"
_ADDED = "added"


@dataclass(frozen=True)
class CacheSize:
    """The bytes in a cache, and the earliest day on which a licence expires; empty when none does."""

    bytes: int
    expires: str = ""


def record_added(root: Path, size: CacheSize) -> None:
    """Record that an object of this size was added, as one appended line: any number of processes may do so at once."""
    handle = os.open(root / _ADDED, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
    try:
        os.write(handle, f"{size.bytes} {size.expires}\n".encode())
    finally:
        os.close(handle)


def clear_recorded(root: Path) -> None:
    """Remove what is recorded, before a survey. Objects added during the survey may then be counted twice."""
    for name in (_SURVEYED, _ADDED):
        (root / name).unlink(missing_ok=True)


def record_survey(root: Path, size: CacheSize) -> None:
    """Record the result of a survey."""
    data = json.dumps({"bytes": size.bytes, "expires": size.expires}).encode() + b"\n"
    write_atomic(root / _SURVEYED, data)


def recorded_size(root: Path) -> CacheSize | None:
    """Return the recorded size of a cache; None when it is unknown or unreadable.

    It only decides when to survey the cache: if the file system loses a record, the next survey comes a little later.
    """
    try:
        surveyed = json.loads((root / _SURVEYED).read_bytes())
        found = [CacheSize(int(surveyed["bytes"]), str(surveyed["expires"]))]
        with contextlib.suppress(FileNotFoundError):
            for line in (root / _ADDED).read_text(encoding="ascii").splitlines():
                size, _, expires = line.partition(" ")
                found.append(CacheSize(int(size), expires))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return total(found)


def total(sizes: list[CacheSize]) -> CacheSize:
    """Return the sum of several sizes, and the earliest day on which a licence among them expires."""
    days = [size.expires for size in sizes if size.expires]
    return CacheSize(sum(size.bytes for size in sizes), min(days, default=""))
