"""What people's files hold, by content: digests that no time stamp takes part in."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from reelmake.kernel.digest import digest, digest_file
from reelmake.kernel.files import write_if_changed

_SEEN = "build/seen.json"


class Sources:
    """Digests of files, remembered with the inode, size and change time they had.

    The kernel sets a change time and no program can: a file put in place with an old date is seen as new.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / _SEEN
        self._seen: dict[str, list[object]] = {}
        self._fresh = False
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads(self._path.read_bytes())
            self._seen = loaded if isinstance(loaded, dict) else {}

    def digest_of(self, path: Path) -> str:
        """Return the digest of a file's content."""
        name = str(path)
        stat = path.stat()
        mark = [stat.st_ino, stat.st_size, stat.st_ctime_ns, stat.st_mtime_ns]
        known = self._seen.get(name)
        if isinstance(known, list) and len(known) == 5 and known[:4] == mark and isinstance(known[4], str):
            return known[4]
        content = digest_file(path)
        self._seen[name] = [*mark, content]
        self._fresh = True
        return content

    def digest_or_absent(self, path: Path) -> str:
        """Return the digest of a file's content, or ``absent``."""
        try:
            return self.digest_of(path)
        except (FileNotFoundError, NotADirectoryError):
            return "absent"

    def tree_digest(self, directory: Path, suffixes: tuple[str, ...] = ()) -> str:
        """Return a digest over the names and contents of everything below a directory, or of files so called."""
        listing = []
        for path in sorted(directory.rglob("*")) if directory.is_dir() else []:
            if path.is_file() and (not suffixes or path.name.endswith(suffixes)):
                name = str(path.relative_to(directory)).encode("utf-8", "surrogateescape").hex()
                listing.append((name, self.digest_or_absent(path)))
        return digest(("tree", 1, listing))

    def save(self) -> None:
        """Remember the digests for the next run; failing to is no harm."""
        if self._fresh:
            with contextlib.suppress(OSError):
                write_if_changed(self._path, json.dumps(self._seen, sort_keys=True).encode())
            self._fresh = False
