"""The form of the canon's history before ADR 030: a file for each entry, none of them signed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from reelmake.documents.canon_diff import CanonLogEntry
from reelmake.kernel.files import sync_directory, write_atomic
from reelmake.provenance.chain_files import ChainFiles, Content
from reelmake.provenance.chain_kind import ChainKind


@dataclass(frozen=True)
class EntryFilesForm:
    """Joins the files of a directory. The entries keep their bytes, and so the digests by which they are chained."""

    directory: Path
    kind: ChainKind[CanonLogEntry]

    def is_there(self) -> bool:
        """Say whether the directory still has an entry."""
        return next(self.directory.glob("*.json"), None) is not None

    def content(self, files: ChainFiles) -> Content:
        """Return the entries of the directory, or the joined file where they are all in it already."""
        entries = b"".join(path.read_bytes() for path in sorted(self.directory.glob("*.json")))
        joined = files.read()
        if joined.entries is None:
            return Content(entries, None, path=self.directory)
        if not joined.entries.startswith(entries):
            what = f"an earlier release wrote entries here that {files.path.name} does not have"
            remedy = "move this directory away, update reelmake everywhere, and make those proposals again"
            raise self.kind.broken(self.directory, 1, what, remedy)
        return joined

    def carry_over(self, content: Content, files: ChainFiles) -> None:
        """Write the joined file, then remove the others; after a kill in between, this is repeated."""
        if content.path is not None:
            write_atomic(files.path, content.entries or b"")
            sync_directory(files.path.parent)
        # The newest goes first, so that what a kill leaves is always the beginning of the history.
        for path in sorted(self.directory.glob("*.json"), reverse=True):
            path.unlink()
        with contextlib.suppress(OSError):
            self.directory.rmdir()
