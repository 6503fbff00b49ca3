"""The two files of a chain: its entries, one a line, and its head with the last entry."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from reelmake.kernel.files import sync_directory, write_atomic


@dataclass(frozen=True)
class Content:
    """The bytes of a chain's files; ``None`` for a file that is not there."""

    entries: bytes | None
    head: bytes | None
    """Two lines: the signed head, and a copy of the last entry"""
    head_moved: bool = False
    """Whether another process appended while this was read, so that ``entries`` may be longer than ``head`` says"""
    path: Path | None = None
    """Where the entries were found, if not in the chain's own file"""


class ChainFiles:
    """Reads and extends the files of a chain. Writers must hold a lock; readers need none.

    The head is replaced first and holds the new entry, then the entry is appended to the others. The replacement is
    the moment from which the entry counts: after a kill between the two, the entry is taken from the head.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head_path = path.with_name(f"{path.stem}.head{path.suffix}")

    def read(self) -> Content:
        """Return both files as they were at one moment, also while another process appends."""
        head, entries, head_after = _bytes(self.head_path), _bytes(self.path), _bytes(self.head_path)
        if head is None and head_after is not None:
            # The very first entry was added in between.
            head, entries, head_after = head_after, _bytes(self.path), _bytes(self.head_path)
        return Content(entries, head, head_moved=head_after != head)

    def read_head(self) -> bytes | None:
        """Return the head alone: what an append needs to know, however long the chain is."""
        return _bytes(self.head_path)

    def ends_with(self, line: bytes) -> bool:
        """Say whether the file of the entries ends with an entry."""
        with contextlib.suppress(FileNotFoundError), self.path.open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            start = max(size - len(line) - 1, 0)
            handle.seek(start)
            return handle.read() in (line, b"\n" + line)
        return False

    def cut_to(self, size: int) -> None:
        """Remove what follows the first ``size`` bytes of the entries: a part of a line that a kill left."""
        with contextlib.suppress(FileNotFoundError):
            os.truncate(self.path, size)

    def write_head(self, head: bytes) -> None:
        """Replace the head; durable on return."""
        write_atomic(self.head_path, head)
        sync_directory(self.head_path.parent)

    def append(self, line: bytes) -> None:
        """Add a line to the entries, all of it or nothing; durable on return."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            size = os.fstat(handle).st_size
            try:
                rest = memoryview(line)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, size)
                raise
        finally:
            os.close(handle)
        if size == 0:
            sync_directory(self.path.parent)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
