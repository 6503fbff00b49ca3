"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

_FICLONE = 0x40049409


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that readers see the old content or the new, even if this process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_beside(path) as temporary:
        with temporary.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write ``data`` atomically unless ``path`` already holds it; say whether anything was written."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    write_atomic(path, data)
    return True


def publish(source: Path, target: Path) -> bool:
    """Move the finished file ``source`` to ``target`` unless that exists; return whether it was moved.

    The move is durable on return. ``source`` must be on the same file system as ``target``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    sync_file(source)
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    finally:
        source.unlink(missing_ok=True)
    sync_directory(target.parent)
    return True


def copy_atomic(source: Path, target: Path, mode: int = 0o644) -> None:
    """Copy ``source`` to ``target`` atomically, sharing blocks where the file system supports it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_beside(target) as temporary:
        clone_or_copy(source, temporary)
        temporary.chmod(mode)
        temporary.replace(target)


def clone_or_copy(source: Path, target: Path) -> None:
    """Create ``target`` with the content of ``source``, by reflink if possible, otherwise by copying."""
    with source.open("rb") as reader, target.open("xb") as writer:
        try:
            fcntl.ioctl(writer.fileno(), _FICLONE, reader.fileno())
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
                raise
            shutil.copyfileobj(reader, writer, 1 << 20)


def sync_file(path: Path) -> None:
    """Flush a file's content to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(path: Path) -> None:
    """Flush a directory's entries to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_temporaries(directory: Path, before_ns: int) -> None:
    """Remove temporary files that killed processes left below ``directory``: those not modified since ``before_ns``."""
    for path in directory.rglob(".*.tmp"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime_ns < before_ns:
                path.unlink()


@contextlib.contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """Yield an unused path in the directory of ``path``, and remove the file there if it still exists at the end."""
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
