"""Registries of several sites as one set: what either has, both have; in any order, as often as one likes."""

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
    """What one exchange of records did."""

    received: int
    sent: int
    refused: tuple[str, ...]
    """Files of the other side that are not what their names say"""


def gather(ledger: Ledger, store: Store) -> int:
    """Add the records that lie in a cache beside their objects; return how many were new."""
    before = sum(1 for _ in (ledger.root / "records").glob("*/*.json"))
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        record = read_record(store.entry(key))
        if record is not None:
            ledger.add(record)
    return sum(1 for _ in (ledger.root / "records").glob("*/*.json")) - before


def exchange(ours: Path, theirs: Path, *, receive: bool = True, send: bool = True) -> Replicated:
    """Make the union of two registries' directories. A file is its content's: it is new, or there already.

    ``theirs`` may be the directory of another site, or one on a disk that travels between them.
    """
    received, refused = _take(theirs, ours) if receive else (0, [])
    sent, broken = _take(ours, theirs) if send else (0, [])
    return Replicated(received, sent, tuple(sorted({*refused, *broken})))


def _take(source: Path, target: Path) -> tuple[int, list[str]]:
    """Copy what ``target`` lacks; return how much that was, and what was refused."""
    taken, refused = 0, []
    for relative in _files(source):
        if (target / relative).exists():
            continue
        data = (source / relative).read_bytes()
        if _is_what_it_says(relative, data):
            write_atomic(target / relative, data)
            taken += 1
        else:
            refused.append(str(source / relative))
    return taken, refused


def _files(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        for path in sorted((root / part).glob("*/*.json")):
            if path.is_file():
                yield path.relative_to(root)


def _is_what_it_says(relative: Path, data: bytes) -> bool:
    """Say whether a file's content is the one its name and place stand for."""
    part, shard, name = relative.parts
    if part == "versions":
        return name == f"{digest_bytes(data)}.json" and name.startswith(shard)
    try:
        record = ArtifactRecord.from_bytes(data, str(relative))
    except ReelmakeError:
        return False
    # By its bytes and not by what we would write: a record of another version has other fields than ours.
    return name == record_name(record.artifact, digest_bytes(data)) and name.startswith(shard)
