"""Which sites hold the results of an episode."""

from __future__ import annotations

from reelmake.documents.records import ArtifactRecord
from reelmake.operations.locate import ResultLocations, SiteResults, results_by_site

A, B, C = "a" * 64, "b" * 64, "c" * 64


def record(key: str, site: str, size: int = 10, kind: str = "clip") -> ArtifactRecord:
    return ArtifactRecord(trace_id="t", artifact=key, artifact_kind=kind, path="p", bytes=size, key=key, site_id=site)


def test_the_site_with_the_most_comes_first_and_each_result_counts_once() -> None:
    records = [record(A, "x"), record(A, "y"), record(B, "y", 5), record(B, "y", 5), record(C, "z"), record(A, "z", 9)]
    records.append(record(B, "x", 7, "render"))
    found = results_by_site(records, {A, B})
    expected = (SiteResults("y", 2, 15), SiteResults("x", 1, 10), SiteResults("z", 1, 9))
    assert found == expected, "a delivered file is not a result in a cache"
    assert ResultLocations(2, found).best == "y"
    assert ResultLocations(2, ()).best == ""
