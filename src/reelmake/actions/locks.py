"""File locks that the operating system releases when their holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def exclusive(path: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold an exclusive lock on the file ``path``; while another process has it, wait, after one call of ``on_wait``.

    The file is removed before the lock is released. A process that was waiting notices this and locks the new file.
    """
    handle = _acquire(path, on_wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


@contextlib.contextmanager
def exclusive_now(path: Path) -> Iterator[bool]:
    """Hold an exclusive lock on the file ``path`` if it is free; yield whether it is held. The file is removed then."""
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
    """Lock an existing file without waiting; yield whether that succeeded, and if so remove the file afterwards.

    A file that another process removed and created again in between belongs to that process, and counts as locked.
    """
    with _existing(path, os.O_RDWR) as handle:
        free = handle is not None and _taken(handle) and _still_named(handle, path)
        yield free
        if handle is not None and free and _still_named(handle, path):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Hold a shared lock on an existing file; yield whether the file exists."""
    with _existing(path, os.O_RDONLY) as handle:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield handle is not None and _still_named(handle, path)


@contextlib.contextmanager
def free_to_remove(path: Path) -> Iterator[bool]:
    """Lock an existing file without waiting; yield whether no process shares its lock, so that it can be removed."""
    with _existing(path, os.O_RDWR) as handle:
        yield handle is not None and _taken(handle) and _still_named(handle, path)


@contextlib.contextmanager
def _existing(path: Path, mode: int) -> Iterator[int | None]:
    """Open an existing file while its lock is needed; yield None when it does not exist."""
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
    """Lock an open file if its lock is free; return whether it was."""
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
