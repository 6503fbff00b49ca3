"""Exchanging records between the registries of several sites."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelmake.documents.records import ArtifactRecord
from reelmake.kernel.digest import canonical_bytes, digest, digest_bytes
from reelmake.provenance.ledger import Ledger
from reelmake.provenance.replication import exchange

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8)


def record(number: int, site: str) -> ArtifactRecord:
    return ArtifactRecord(
        trace_id="none",
        artifact=digest(("thing", number)),
        artifact_kind="clip",
        path=f"build/clip/{number}.mp4",
        bytes=number,
        site_id=site,
    )


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.json"))}


@pytest.mark.spec("O4")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=PAIRS)
def test_any_order_of_exchanges_ends_in_the_union(tmp_path: Path, order: list[tuple[int, int]]) -> None:
    shutil.rmtree(tmp_path, ignore_errors=True)
    sites = [Ledger(tmp_path / f"site{number}") for number in range(4)]
    for number, site in enumerate(sites):
        site.root.mkdir(parents=True)
        site.add(record(number, f"site-{number}"))
        site.add(record(9, f"site-{number}"))
        site.keep(record(number, "kept"))
    everything: dict[str, bytes] = {}
    for site in sites:
        everything |= files(site.root)
    for one, other in order:
        before = files(sites[one].root)
        exchange(sites[one].root, sites[other].root)
        after = files(sites[one].root)
        assert before.items() <= after.items(), "nothing is changed or lost"
        assert after == files(sites[other].root)
    for _ in range(2):
        for one, other in pairwise(sites):
            exchange(one.root, other.root)
    for site in reversed(sites[:-1]):
        exchange(site.root, sites[-1].root)
    assert all(files(site.root) == everything for site in sites)
    again = exchange(sites[0].root, sites[1].root)
    assert (again.received, again.sent, again.refused) == (0, 0, ())
    assert len(sites[0].records_of(record(9, "x").artifact)) == 4, "the same thing made at four sites has four records"


@pytest.mark.spec("O4")
def test_a_damaged_or_forged_file_is_refused_and_reported(tmp_path: Path) -> None:
    ours, theirs = Ledger(tmp_path / "ours"), Ledger(tmp_path / "theirs")
    ours.root.mkdir()
    theirs.add(record(1, "site-b"))
    theirs.keep(record(2, "site-b"))
    for path in theirs.root.rglob("*.json"):
        path.write_bytes(path.read_bytes().replace(b"site-b", b"site-c"))
    stray = theirs.root / "records" / "no" / "notes.json"
    stray.parent.mkdir()
    stray.write_text("{}", encoding="utf-8")
    done = exchange(ours.root, theirs.root)
    assert len(done.refused) == 3
    assert files(ours.root) == {}


def test_one_way_exchange_leaves_the_other_side_unchanged(tmp_path: Path) -> None:
    ours, theirs = Ledger(tmp_path / "ours"), Ledger(tmp_path / "theirs")
    ours.add(record(1, "site-a"))
    theirs.add(record(2, "site-b"))
    done = exchange(ours.root, theirs.root, send=False)
    assert (done.received, done.sent) == (1, 0)
    assert len(files(theirs.root)) == 1
    assert len(files(ours.root)) == 2


@pytest.mark.spec("O4")
def test_records_of_older_and_newer_programs_are_copied_unchanged(tmp_path: Path) -> None:
    ours, theirs = Ledger(tmp_path / "ours"), Ledger(tmp_path / "theirs")
    ours.root.mkdir()
    now = json.loads(record(1, "site-b").to_bytes())
    without_defaults = {name: value for name, value in now.items() if name != "seal"}
    for written in (without_defaults, {**now, "schema_version": "1.9.0", "mood": "blue"}):
        data = canonical_bytes(written) + b"\n"
        path = theirs.root / "records" / now["artifact"][:2] / f"{now['artifact']}.{digest_bytes(data)[:16]}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert exchange(ours.root, theirs.root).received == 2
    assert files(ours.root) == files(theirs.root)
    assert [found.site_id for found in ours.records_of(now["artifact"])] == ["site-b", "site-b"]
