"""The ancestry of a file, from the records of the registry and of the cache."""

from __future__ import annotations

from dataclasses import dataclass, field

from reelmake.actions.store import Store, read_record
from reelmake.documents.records import ArtifactRecord
from reelmake.provenance.ledger import Ledger


@dataclass
class Ancestor:
    """One artifact in a lineage: its record, if there is one, and the artifacts it was made from."""

    role: str
    digest: str
    record: ArtifactRecord | None
    parents: list[Ancestor] = field(default_factory=list)
    repeated: bool = False


class Lineage:
    """Finds the ancestors of an artifact by digest."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self._ledger = ledger
        self._stored: dict[str, ArtifactRecord] | None = None
        self._store = store

    def of(self, digest: str, role: str = "") -> Ancestor:
        """Return an artifact with all its ancestors. One that occurs again is marked as repeated, without ancestors."""
        return self._ancestor(role, digest, set())

    def record_of(self, digest: str) -> ArtifactRecord | None:
        """Return the newest record of an artifact that names parents; if none does, the newest."""
        stored = self._stored_records().get(digest)
        if stored is not None:
            return stored
        records = self._ledger.records_of(digest)
        return max(records, key=lambda record: (bool(record.parents), record.ended), default=None)

    def _ancestor(self, role: str, digest: str, seen: set[str]) -> Ancestor:
        record = self.record_of(digest)
        node = Ancestor(role or (record.artifact_kind if record else ""), digest, record)
        if digest in seen:
            node.repeated = True
            return node
        seen.add(digest)
        for parent in record.parents if record else ():
            node.parents.append(self._ancestor(parent.role, parent.digest, seen))
        return node

    def _stored_records(self) -> dict[str, ArtifactRecord]:
        if self._stored is None:
            records = (read_record(self._store.entry(key)) for key in self._store.keys())  # noqa: SIM118
            self._stored = {record.artifact: record for record in records if record is not None}
        return self._stored
