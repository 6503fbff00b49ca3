"""A disk that is full or failing, told as an error a person can act on."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from reelmake.kernel.errors import Internal, ReelmakeError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_SAID = tuple(os.strerror(number).encode() for number in _FULL)
_FAILED = re.compile(rb"\[Errno 5\]|(writ|mux|output|clos|trailer)[^\n]*" + os.strerror(errno.EIO).encode(), re.I)
_REMEDY = "free some space, then run the same command again; nothing that was finished is lost"


def disk_full(where: Path | str, what: str = "the disk is full", allowed: str = "") -> Internal:
    """Return the error that says that there is no room at ``where``."""
    return Internal(what, where=str(where), allowed=allowed, remedy=_REMEDY, reason="DISK_FULL")


@contextlib.contextmanager
def disk_errors(root: Path) -> Iterator[None]:
    """Say plainly that the disk of ``root`` is full or failing; other errors pass."""
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


def says_full(said: bytes) -> bool:
    """Say whether a program's messages name a full disk or a spent quota."""
    return any(words in said for words in _SAID)


def says_failing(said: bytes) -> bool:
    """Say whether a program's messages name a disk that failed under what it wrote, or under any file of one of ours.

    What a program reads may be called so, too, where it is only damaged.
    """
    return _FAILED.search(said) is not None


def require_room(place: Path, needed: int) -> None:
    """Refuse to begin where fewer than ``needed`` bytes are free; ``place`` need not exist yet."""
    free = free_bytes(place)
    if free < needed:
        raise disk_full(
            place, f"the disk is full: {free >> 20} MiB are free", allowed=f"at least {needed >> 20} MiB free"
        )


def free_bytes(place: Path) -> int:
    """Return how much this user can still write where ``place`` is, or would be."""
    while not place.exists() and place != place.parent:
        place = place.parent
    stat = os.statvfs(place)
    return stat.f_bavail * stat.f_frsize
