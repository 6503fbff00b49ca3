"""The form of the approvals' chain before ADR 030: the signed head was the last line of the file of the entries."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reelmake.documents.approval import Approval, ApprovalHead
from reelmake.kernel.files import sync_directory, write_atomic
from reelmake.provenance.chain_files import ChainFiles, Content
from reelmake.provenance.chain_kind import ChainKind

_HEAD = f'"document":"{ApprovalHead.kind}"'.encode()
_LONGEST_HEAD = 4096


@dataclass(frozen=True)
class SingleFileForm:
    """Moves the signed head out of the file. No entry, digest or signature changes."""

    path: Path
    kind: ChainKind[Approval]

    def is_there(self) -> bool:
        """Say whether the last line of the file is a head."""
        try:
            with self.path.open("rb") as handle:
                handle.seek(max(handle.seek(0, os.SEEK_END) - _LONGEST_HEAD, 0))
                lines = handle.read().splitlines()
        except FileNotFoundError:
            return False
        return bool(lines) and _HEAD in lines[-1]

    def content(self, files: ChainFiles) -> Content:
        """Return the entries, and the head with the last of them."""
        *entries, head = self.path.read_bytes().splitlines(keepends=True)
        content = Content(b"".join(entries), head + b"".join(entries[-1:]))
        if files.read_head() not in (None, content.head):
            what = f"it ends with a signed head, and another one is in {files.head_path.name}"
            remedy = "restore both files from version control or a backup, from the same moment"
            raise self.kind.broken(self.path, len(entries) + 1, what, remedy)
        return content

    def carry_over(self, content: Content, files: ChainFiles) -> None:
        """Write the head to its own file, then remove it from this one; after a kill in between, this is repeated."""
        files.write_head(content.head or b"")
        write_atomic(self.path, content.entries or b"")
        sync_directory(self.path.parent)
