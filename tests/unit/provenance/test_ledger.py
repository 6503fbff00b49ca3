from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.actions.store import Store
from reelmake.documents.base import Parent
from reelmake.documents.records import ArtifactRecord
from reelmake.provenance.ledger import Ledger
from reelmake.provenance.lineage import Lineage


def record(artifact: str, *parents: str, run: str = "r1", ended: str = "2026-01-01T00:00:00.000Z") -> ArtifactRecord:
    return ArtifactRecord(
        trace_id="t",
        parents=tuple(Parent(role="from", digest=parent * 64) for parent in parents),
        artifact=artifact * 64,
        artifact_kind="script",
        path="x.json",
        bytes=1,
        run_id=run,
        ended=ended,
    )


@pytest.mark.spec("E6")
def test_the_same_bytes_made_twice_have_two_records(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(record("a", run="r2", ended="2026-01-02T00:00:00.000Z"))
    ledger.add(record("a", run="r1"))
    ledger.add(record("a", run="r1"))
    assert [found.run_id for found in ledger.records_of("a" * 64)] == ["r1", "r2"]


def test_a_damaged_record_is_skipped_and_others_are_read(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(record("a"))
    ledger.add(record("a", run="r2"))
    damaged = sorted((tmp_path / "records" / "aa").iterdir())[0]
    damaged.write_text("{")
    assert len(ledger.records_of("a" * 64)) == 1


@pytest.mark.spec("E6")
def test_lineage_lists_all_ancestors_and_a_shared_parent_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for made in (record("a"), record("b", "a"), record("c", "a"), record("d", "b", "c")):
        ledger.add(made)
    tree = Lineage(ledger, Store(tmp_path / "cache")).of("d" * 64)
    assert [parent.digest[0] for parent in tree.parents] == ["b", "c"]
    first, second = (parent.parents[0] for parent in tree.parents)
    assert (first.digest[0], first.repeated, second.repeated) == ("a", False, True)
