"""Merging the registries of several sites: a union of files, in any order, any number of times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.store import Store, read_record
from reelmake.documents.records import ArtifactRecord
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.files import write_atomic
from reelmake.provenance.ledger import Ledger, record_name

_PARTS = ("records", "versions")


@dataclass(frozen=True)
class Replicated:
    """The result of an exchange of records."""

    received: int
    sent: int
    refused: tuple[str, ...]
    """Files whose content does not match their names"""


def gather(ledger: Ledger, store: Store) -> int:
    """Copy the records beside a cache's objects into the registry; return how many were new."""
    before = sum(1 for _ in (ledger.root / "records").glob("*/*.json"))
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        record = read_record(store.entry(key))
        if record is not None:
            ledger.add(record)
    return sum(1 for _ in (ledger.root / "records").glob("*/*.json")) - before


def exchange(ours: Path, theirs: Path, *, receive: bool = True, send: bool = True) -> Replicated:
    """Copy the files that each of two registries lacks from the other. Files are named by content and never conflict.

    ``theirs`` may be the directory of another site, or one on a disk that is carried between them.
    """
    received, refused = _copy_missing(theirs, ours) if receive else (0, [])
    sent, broken = _copy_missing(ours, theirs) if send else (0, [])
    return Replicated(received, sent, tuple(sorted({*refused, *broken})))


def _copy_missing(source: Path, target: Path) -> tuple[int, list[str]]:
    """Copy the files that ``target`` lacks; return how many there were, and the files that were refused."""
    copied, refused = 0, []
    for relative in _files(source):
        if (target / relative).exists():
            continue
        data = (source / relative).read_bytes()
        if _matches_name(relative, data):
            write_atomic(target / relative, data)
            copied += 1
        else:
            refused.append(str(source / relative))
    return copied, refused


def _files(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        for path in sorted((root / part).glob("*/*.json")):
            if path.is_file():
                yield path.relative_to(root)


def _matches_name(relative: Path, data: bytes) -> bool:
    """Say whether a file's content is the one that its name and directory state."""
    part, shard, name = relative.parts
    if part == "versions":
        return name == f"{digest_bytes(data)}.json" and name.startswith(shard)
    try:
        record = ArtifactRecord.from_bytes(data, str(relative))
    except ReelmakeError:
        return False
    # The digest is of the bytes as they are: this program would write a record of another version differently.
    return name == record_name(record.artifact, digest_bytes(data)) and name.startswith(shard)
