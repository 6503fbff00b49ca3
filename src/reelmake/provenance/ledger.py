"""The registry's artifact records on disk, found by the digest of the artifact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reelmake.documents.base import Document
from reelmake.documents.records import ArtifactRecord
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.files import write_atomic

DIRECTORY = "registry"


class Ledger:
    """A directory of records. File names are the index: ``<artifact digest>.<record digest>.json``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, record: ArtifactRecord) -> None:
        """Store a record; adding the same record twice has no effect."""
        path = self.root / "records" / record.artifact[:2] / record_name(record.artifact, record.content_digest)
        if not path.exists():
            write_atomic(path, record.to_bytes())

    def keep(self, document: Document) -> None:
        """Store a version of a document permanently, under its digest."""
        path = self.version_path(document.content_digest)
        if not path.exists():
            write_atomic(path, document.to_bytes())

    def version_path(self, digest: str) -> Path:
        """Return the path of a stored version of a document, whether or not it exists."""
        return self.root / "versions" / digest[:2] / f"{digest}.json"

    def records_of(self, digest: str) -> list[ArtifactRecord]:
        """Return the records of one artifact, oldest first, without damaged ones."""
        shard = self.root / "records" / digest[:2]
        found = [record for path in shard.glob(f"{digest}.*.json") if (record := _read(path)) is not None]
        return sorted(found, key=lambda record: (record.ended, record.content_digest))

    def all_records(self) -> Iterator[ArtifactRecord]:
        """Yield every readable record."""
        for path in sorted((self.root / "records").glob("*/*.json")):
            record = _read(path)
            if record is not None:
                yield record


def record_name(artifact: str, content: str) -> str:
    """Return the file name of a record: the digest of the artifact, and the start of the record's own."""
    return f"{artifact}.{content[:16]}.json"


def _read(path: Path) -> ArtifactRecord | None:
    try:
        return ArtifactRecord.from_bytes(path.read_bytes(), str(path))
    except (OSError, ReelmakeError):
        return None
