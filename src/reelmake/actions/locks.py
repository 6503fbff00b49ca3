"""Locks the kernel releases when their holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def exclusive(path: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock file ``path`` alone; wait for another holder, calling ``on_wait`` once.

    The file is removed while it is held. Whoever waited on the removed one notices and takes the new one.
    """
    handle = _acquire(path, on_wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


@contextlib.contextmanager
def exclusive_now(path: Path) -> Iterator[bool]:
    """Hold the lock file ``path`` alone if nobody has it; say whether it is held. It is gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        held = _taken(handle) and _still_named(handle, path)
        try:
            yield held
        finally:
            if held:
                path.unlink(missing_ok=True)
    finally:
        os.close(handle)


@contextlib.contextmanager
def try_exclusive(path: Path) -> Iterator[bool]:
    """Take the lock of an existing file without waiting, and say whether it was free; the file is then removed.

    A file that another has removed and made anew meanwhile is another's: its lock is not the one that was taken.
    """
    with _existing(path, os.O_RDWR) as handle:
        free = handle is not None and _taken(handle) and _still_named(handle, path)
        yield free
        if handle is not None and free and _still_named(handle, path):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Share the lock of an existing file with any number of others; say whether the file is there."""
    with _existing(path, os.O_RDONLY) as handle:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield handle is not None and _still_named(handle, path)


@contextlib.contextmanager
def free_to_remove(path: Path) -> Iterator[bool]:
    """Take the lock of an existing file without waiting; say whether nobody shares it, so that it may go."""
    with _existing(path, os.O_RDWR) as handle:
        yield handle is not None and _taken(handle) and _still_named(handle, path)


@contextlib.contextmanager
def _existing(path: Path, mode: int) -> Iterator[int | None]:
    """Open an existing file for as long as its lock is wanted; None when it is not there."""
    try:
        handle = os.open(path, mode | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Take the lock of an open file if it is free; say whether it was."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _acquire(path: Path, on_wait: Callable[[], None] | None) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        if not _taken(handle):
            if on_wait is not None:
                on_wait()
                on_wait = None
            fcntl.flock(handle, fcntl.LOCK_EX)
        if _still_named(handle, path):
            return handle
        os.close(handle)


def _still_named(handle: int, path: Path) -> bool:
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)
