"""A history of the canon in the earlier form, a file for each entry, is carried over without loss.

``data/story`` was written by the program at commit 387cca6: seven entries, the sixth for an edit by hand.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reelmake.crafts.canon.history import CanonStore
from reelmake.kernel.errors import InvariantViolated

KEPT = Path(__file__).parent / "data" / "story"
ENTRIES = [path.read_bytes() for path in sorted((KEPT / "canon/log").iterdir())]


@pytest.fixture
def store(tmp_path: Path) -> CanonStore:
    shutil.copytree(KEPT, tmp_path / "story")
    return CanonStore(tmp_path / "story" / "canon.yaml", tmp_path / "keys")


def named(store: CanonStore) -> list[str]:
    """Return what lies in the history's directory, apart from versions and proposals."""
    return sorted(path.name for path in store.root.iterdir() if path.name not in ("versions", "proposals"))


def test_reading_carries_every_entry_over_byte_by_byte(store: CanonStore) -> None:
    assert [(entry.decision, entry.by, entry.note) for entry in store.log()] == [
        ("first", "", ""),
        ("proposed", "ada", "page 3"),
        ("approved", "eva", "her birthday"),
        ("proposed", "ada", "page 3"),
        ("rejected", "eva", "he is not"),
        ("edited", "", ""),
        ("proposed", "ada", "page 3"),
    ]
    assert named(store) == ["log.jsonl"]
    assert (store.root / "log.jsonl").read_bytes() == b"".join(ENTRIES)
    assert not store.keys.exists(), "reading makes no key"
    assert len(store.log()) == 7


def test_the_first_new_entry_signs_all_entries_before_it(store: CanonStore) -> None:
    (diff,) = store.pending()
    store.approve(diff, by="eva")
    assert named(store) == ["log.head.jsonl", "log.jsonl"]
    lines = (store.root / "log.jsonl").read_bytes().splitlines(keepends=True)
    assert lines[:7] == ENTRIES
    assert store.log()[7].signature
    for broken in ([*lines[:6], lines[7]], [lines[0].replace(b'"by":""', b'"by":"x"'), *lines[1:]], lines[:6]):
        (store.root / "log.jsonl").write_bytes(b"".join(broken))
        with pytest.raises(InvariantViolated, match="the canon's history is broken"):
            CanonStore(store.path, store.keys.parent / "stranger").log()


@pytest.mark.parametrize("removed", range(8))
def test_a_killed_conversion_is_finished_by_the_next_read(store: CanonStore, removed: int) -> None:
    (store.root / "log.jsonl").write_bytes(b"".join(ENTRIES))
    for path in sorted((store.root / "log").iterdir(), reverse=True)[:removed]:
        path.unlink()
    assert len(store.log()) == 7
    if removed < 7:
        assert named(store) == ["log.jsonl"]


def test_a_broken_history_is_not_carried_over(store: CanonStore) -> None:
    (store.root / "log" / "000002.json").unlink()
    with pytest.raises(InvariantViolated, match="does not follow the one before it") as caught:
        store.log()
    assert caught.value.reason == "CANON_LOG_BROKEN"
    assert len(list((store.root / "log").iterdir())) == 6
    assert not (store.root / "log.jsonl").exists()


def test_entries_that_an_earlier_release_added_since_are_refused(store: CanonStore) -> None:
    store.log()
    (store.root / "log").mkdir()
    (store.root / "log" / "000001.json").write_bytes(ENTRIES[1])
    with pytest.raises(
        InvariantViolated, match=r"an earlier release wrote entries here that are missing in log\.jsonl"
    ):
        store.log()


@pytest.mark.spec("G4")
def test_an_older_history_put_back_is_noticed(store: CanonStore) -> None:
    (diff,) = store.pending()
    store.reject(diff, by="eva")
    (store.root / "log.head.jsonl").unlink()
    (store.root / "log.jsonl").write_bytes(b"".join(ENTRIES))
    with pytest.raises(InvariantViolated, match="you have seen 8 entries here before"):
        store.log()
