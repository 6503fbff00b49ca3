"""Remembers, outside the workspace, how far a user has seen a chain reach, to detect a rollback."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.locks import exclusive
from reelmake.kernel.digest import digest
from reelmake.kernel.files import write_if_changed


@dataclass(frozen=True)
class RollbackGuard:
    """Remembers, in a user's key directory, the longest state of one chain that this user has seen."""

    directory: Path
    chain_file: Path

    def seen(self) -> tuple[int, str]:
        """Return the number of entries seen and the digest of the last of them; zero when nothing was seen."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            raw = json.loads(self._path.read_bytes())
            return int(raw["count"]), str(raw["last"])
        return 0, ""

    def remember(self, count: int, last: str) -> None:
        """Record how far the chain reaches, unless a longer state was recorded meanwhile."""
        path = self._path
        # A user's directory that cannot be written to has no memory; the chain itself is complete without it.
        with contextlib.suppress(OSError):
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            with exclusive(path.with_suffix(".lock")):
                if self.seen()[0] <= count:
                    write_if_changed(path, json.dumps({"count": count, "last": last}).encode() + b"\n")

    def forget(self) -> None:
        """Forget what was seen of the chain."""
        self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return self.directory / "seen" / f"{digest(('chain', 1, str(self.chain_file.resolve())))[:24]}.json"
