"""Full and failing disks, reported as errors a person can act on."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from reelmake.kernel.errors import Internal, ReelmakeError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_MESSAGES = tuple(os.strerror(number).encode() for number in _FULL)
_FAILURE = re.compile(rb"\[Errno 5\]|(writ|mux|output|clos|trailer)[^\n]*" + os.strerror(errno.EIO).encode(), re.I)
_REMEDY = "free some space, then run the same command again; nothing that was finished is lost"


def disk_full(where: Path | str, what: str = "the disk is full", allowed: str = "") -> Internal:
    """Return the error for a disk that has no room at ``where``."""
    return Internal(what, where=str(where), allowed=allowed, remedy=_REMEDY, reason="DISK_FULL")


@contextlib.contextmanager
def disk_errors(root: Path) -> Iterator[None]:
    """Turn an OSError that means that the disk of ``root`` is full or failing into a clear error; let others pass."""
    try:
        yield
    except ReelmakeError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(root, f"the disk is full ({error.strerror})") from error
        if error.errno == errno.EIO:
            raise Internal(
                f"the disk reports an error ({error.strerror})",
                where=str(root),
                remedy="check the disk, then run the same command again",
                reason="DISK_FAILS",
            ) from error
        raise


def reports_full_disk(output: bytes) -> bool:
    """Say whether a program's messages report a full disk or an exceeded quota."""
    return any(message in output for message in _FULL_MESSAGES)


def reports_failing_disk(output: bytes) -> bool:
    """Say whether a program's messages report an I/O error while writing, or any I/O error if it is a Python tool.

    ffmpeg reports a damaged input as an I/O error as well, so an error while reading says nothing about the disk.
    """
    return _FAILURE.search(output) is not None


def require_room(place: Path, needed: int) -> None:
    """Raise an error when fewer than ``needed`` bytes are free at ``place``, which need not exist yet."""
    free = free_bytes(place)
    if free < needed:
        raise disk_full(
            place, f"the disk is full: {free >> 20} MiB are free", allowed=f"at least {needed >> 20} MiB free"
        )


def free_bytes(place: Path) -> int:
    """Return how many bytes this user can still write at ``place``, which need not exist yet."""
    while not place.exists() and place != place.parent:
        place = place.parent
    stat = os.statvfs(place)
    return stat.f_bavail * stat.f_frsize
