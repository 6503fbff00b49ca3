"""Content digests of the files that people edit, cached between runs. Time stamps never enter a digest."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from reelmake.kernel.digest import digest, digest_file
from reelmake.kernel.files import write_if_changed

_CACHE_FILE = "build/seen.json"


class FileDigests:
    """Returns digests of files, and hashes a file again only if its inode, size, change time or date differ.

    The change time (ctime) is set by the kernel and cannot be set by a program, so a file that was moved into place
    with an old date is noticed too.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / _CACHE_FILE
        self._entries: dict[str, list[object]] = {}
        self._unsaved = False
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads(self._path.read_bytes())
            self._entries = loaded if isinstance(loaded, dict) else {}

    def digest_of(self, path: Path) -> str:
        """Return the digest of a file's content."""
        name = str(path)
        stat = path.stat()
        stamp = [stat.st_ino, stat.st_size, stat.st_ctime_ns, stat.st_mtime_ns]
        entry = self._entries.get(name)
        if isinstance(entry, list) and len(entry) == 5 and entry[:4] == stamp and isinstance(entry[4], str):
            return entry[4]
        content = digest_file(path)
        self._entries[name] = [*stamp, content]
        self._unsaved = True
        return content

    def digest_or_absent(self, path: Path) -> str:
        """Return the digest of a file's content, or ``absent`` if there is no such file."""
        try:
            return self.digest_of(path)
        except (FileNotFoundError, NotADirectoryError):
            return "absent"

    def tree_digest(self, directory: Path, suffixes: tuple[str, ...] = ()) -> str:
        """Return a digest over the names and contents of all files below a directory, or only those with a suffix."""
        listing = []
        for path in sorted(directory.rglob("*")) if directory.is_dir() else []:
            if path.is_file() and (not suffixes or path.name.endswith(suffixes)):
                name = str(path.relative_to(directory)).encode("utf-8", "surrogateescape").hex()
                listing.append((name, self.digest_or_absent(path)))
        return digest(("tree", 1, listing))

    def save(self) -> None:
        """Save the digests for the next run. A failure is ignored: the next run then hashes the files again."""
        if self._unsaved:
            with contextlib.suppress(OSError):
                write_if_changed(self._path, json.dumps(self._entries, sort_keys=True).encode())
            self._unsaved = False
