"""Converts the canon's history from its form before ADR 030: one unsigned file per entry."""

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
    """Joins the files of a directory. Entries keep their bytes, so the digests that chain them stay valid."""

    directory: Path
    kind: ChainKind[CanonLogEntry]

    def is_there(self) -> bool:
        """Say whether the directory still has an entry."""
        return next(self.directory.glob("*.json"), None) is not None

    def content(self, files: ChainFiles) -> Content:
        """Return the entries of the directory, or of the joined file if it already has all of them."""
        entries = b"".join(path.read_bytes() for path in sorted(self.directory.glob("*.json")))
        joined = files.read()
        if joined.entries is None:
            return Content(entries, None, path=self.directory)
        if not joined.entries.startswith(entries):
            what = f"an earlier release wrote entries here that are missing in {files.path.name}"
            remedy = "move this directory away, update reelmake everywhere, and make those proposals again"
            raise self.kind.broken(self.directory, 1, what, remedy)
        return joined

    def carry_over(self, content: Content, files: ChainFiles) -> None:
        """Write the joined file, then remove the others. After a kill in between, repeating it is safe."""
        if content.path is not None:
            write_atomic(files.path, content.entries or b"")
            sync_directory(files.path.parent)
        # Newest first, so that the files left by a kill are always the beginning of the history.
        for path in sorted(self.directory.glob("*.json"), reverse=True):
            path.unlink()
        with contextlib.suppress(OSError):
            self.directory.rmdir()
