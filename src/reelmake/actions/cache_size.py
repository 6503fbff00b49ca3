"""How large a cache is, known without looking at every object: as of the last survey, and what was added since."""

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
    """Bytes that are kept, and the first day a licence ends on; empty when none does."""

    bytes: int
    expires: str = ""


def note_added(root: Path, size: CacheSize) -> None:
    """Note that something of this size was added; a line of its own, so that any number of processes may."""
    handle = os.open(root / _ADDED, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
    try:
        os.write(handle, f"{size.bytes} {size.expires}\n".encode())
    finally:
        os.close(handle)


def forget(root: Path) -> None:
    """Forget what is noted, before a survey: what is added meanwhile is then noted beside it, and counted twice."""
    for name in (_SURVEYED, _ADDED):
        (root / name).unlink(missing_ok=True)


def note_survey(root: Path, size: CacheSize) -> None:
    """Note what a survey found."""
    data = json.dumps({"bytes": size.bytes, "expires": size.expires}).encode() + b"\n"
    write_atomic(root / _SURVEYED, data)


def noted(root: Path) -> CacheSize | None:
    """Return what is known of a cache's size; None when nothing is, or when the notes cannot be read.

    Notes are no truth, only a reason to look: on a file system that loses one, a cache is looked at a little later.
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
    return together(found)


def together(sizes: list[CacheSize]) -> CacheSize:
    """Return the sum of several sizes, and the first day on which a licence of any ends."""
    days = [size.expires for size in sizes if size.expires]
    return CacheSize(sum(size.bytes for size in sizes), min(days, default=""))
