"""What eviction removes and what it keeps, also while others read the cache."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.actions.eviction import CacheEntry, choose, collect, pin, pinned, quarantine_damaged, survey, unpin
from reelmake.actions.locks import exclusive
from reelmake.actions.runner import Runner
from reelmake.actions.store import ACTION, RECORD, Store, read_record
from reelmake.documents.records import sealed
from reelmake.kernel.log import Log
from support.actions import TOOLS, action

TODAY = "2030-06-15"
LATER = 10**9
ENTRIES = st.lists(
    st.builds(
        CacheEntry,
        key=st.uuids().map(str),
        kind=st.just("clip"),
        bytes=st.integers(0, 1000),
        used_ns=st.integers(0, 50),
        pinned=st.booleans(),
        expires=st.sampled_from(["", "2030-06-14", "2030-06-15"]),
    ),
    max_size=30,
)


@pytest.mark.spec("E7")
@given(entries=ENTRIES, cap=st.integers(0, 20_000))
def test_the_least_recently_used_go_first_and_no_more_than_needed(entries: list[CacheEntry], cap: int) -> None:
    chosen = choose(entries, cap, today=TODAY, used_before_ns=LATER)
    gone = {entry.key for entry in chosen}
    expired = {entry.key for entry in entries if entry.expires == "2030-06-14"}
    assert expired <= gone, "what a licence forbids to keep goes, pinned or not"
    crowded = [entry for entry in chosen if entry.key not in expired]
    assert not any(entry.pinned for entry in crowded)
    kept = [entry for entry in entries if entry.key not in gone]
    loose = [entry for entry in kept if not entry.pinned]
    assert sum(entry.bytes for entry in kept) <= cap or not loose
    if crowded:
        last = max(entry.used_ns for entry in crowded)
        assert all(entry.used_ns >= last for entry in loose)
        left = sum(entry.bytes for entry in kept)
        assert left + max(crowded, key=lambda entry: (entry.used_ns, entry.key)).bytes > cap


def test_recently_used_objects_are_kept() -> None:
    entries = [CacheEntry("old", "clip", 10, used_ns=5), CacheEntry("new", "clip", 10, used_ns=50)]
    assert [entry.key for entry in choose(entries, 0, today=TODAY, used_before_ns=20)] == ["old"]


@pytest.fixture
def quiet_runner(tmp_path: Path) -> Runner:
    with open(os.devnull, "w", encoding="utf-8") as devnull:  # noqa: PTH123
        yield Runner(Store(tmp_path / "cache"), TOOLS, log=Log(devnull))


def fill(runner: Runner, count: int) -> list[str]:
    keys = []
    for number in range(count):
        made = runner.ensure(action("upper", text=f"text {number} " * 50))
        os.utime(runner.store.entry(made.key), ns=(number + 1, number + 1))
        keys.append(made.key)
    return keys


def expire(store: Store, key: str, day: str) -> None:
    """Have a record say that its object's licence ends."""
    entry = store.entry(key)
    record = read_record(entry).model_copy(update={"licence_expires": day})
    (entry / RECORD).write_bytes(sealed(record, (entry / ACTION).read_bytes()).to_bytes())


@pytest.mark.spec("E7")
def test_reading_an_object_marks_it_as_used(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 3)
    assert quiet_runner.store.look(keys[0])
    each = survey(quiet_runner.store)[0].bytes
    done = collect(quiet_runner.store, each * 2, today=TODAY, grace=0)
    assert [entry.key for entry in done.removed] == [keys[1]]
    assert done.bytes_left <= each * 2
    assert quiet_runner.store.look(keys[1]) is None
    assert quiet_runner.ensure(action("upper", text="text 1 " * 50)).cached is False, "it is made again"


@pytest.mark.spec("E7")
def test_pinned_objects_stay_until_they_are_unpinned(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 3)
    pin(quiet_runner.store, keys[:1], "the pilot")
    assert pinned(quiet_runner.store) == keys[:1]
    collect(quiet_runner.store, 0, today=TODAY, grace=0)
    assert list(quiet_runner.store.keys()) == keys[:1]
    unpin(quiet_runner.store, keys[:1])
    collect(quiet_runner.store, 0, today=TODAY, grace=0)
    assert list(quiet_runner.store.keys()) == []
    assert list((quiet_runner.store.root / "tmp").iterdir()) == []


@pytest.mark.spec("E7")
def test_an_expired_licence_removes_an_object_even_if_it_is_pinned_and_there_is_space(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 2)
    expire(quiet_runner.store, keys[0], "2030-06-14")
    pin(quiet_runner.store, keys, "the pilot")
    done = collect(quiet_runner.store, 1 << 40, today=TODAY, grace=0)
    assert [entry.key for entry in done.removed] == keys[:1]


@pytest.mark.spec("E7")
def test_an_entry_without_a_record_can_be_evicted(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 2)
    (quiet_runner.store.entry(keys[0]) / RECORD).unlink()
    os.utime(quiet_runner.store.entry(keys[0]), ns=(1, 1))
    cap = max(entry.bytes for entry in survey(quiet_runner.store))
    done = collect(quiet_runner.store, cap, today=TODAY, grace=0)
    assert [entry.key for entry in done.removed] == keys[:1]
    assert not quiet_runner.store.evict("f" * 64), "there is nothing"


def test_stale_lock_files_are_removed_and_held_ones_are_kept(quiet_runner: Runner) -> None:
    store = quiet_runner.store
    fill(quiet_runner, 1)
    left, held = store.lock_path("a" * 64), store.lock_path("b" * 64)
    left.touch()
    with exclusive(held):
        collect(store, 1 << 40, today=TODAY)
        assert list((store.root / "locks").iterdir()) == [held]


@pytest.mark.spec("E7")
def test_an_object_in_use_is_not_evicted(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 2)
    with quiet_runner.store.holding(keys[0]) as there:
        assert there
        done = collect(quiet_runner.store, 0, today=TODAY, grace=0)
        assert [entry.key for entry in done.in_use] == keys[:1]
    assert list(quiet_runner.store.keys()) == keys[:1]
    with quiet_runner.store.holding(keys[1]) as there:
        assert not there


@pytest.mark.spec("E7")
def test_readers_get_whole_files_while_everything_is_evicted(quiet_runner: Runner, tmp_path: Path) -> None:
    actions = [action("upper", text=f"{number} " * 20_000) for number in range(3)]
    wanted = [str(number) + " " for number in range(3)]
    problems: list[str] = []
    stop = threading.Event()

    def read(reader: int) -> None:
        for turn in range(12):
            number = (reader + turn) % 3
            target = tmp_path / f"reader{reader}" / f"{turn}.txt"
            try:
                quiet_runner.deliver(actions[number], target)
            except Exception as problem:  # noqa: BLE001 whatever a reader meets fails the test
                problems.append(repr(problem))
                continue
            if target.read_text(encoding="utf-8") != wanted[number] * 20_000:
                problems.append(f"reader {reader} got a torn file")

    def evict() -> None:
        while not stop.is_set():
            collect(quiet_runner.store, 0, today=TODAY, grace=0)
            time.sleep(0.005)

    evicting = threading.Thread(target=evict)
    readers = [threading.Thread(target=read, args=(reader,)) for reader in range(4)]
    for thread in (evicting, *readers):
        thread.start()
    for thread in readers:
        thread.join()
    stop.set()
    evicting.join()
    assert problems == []
    assert quiet_runner.store.quarantined() == []


@pytest.mark.spec("E7")
def test_verifying_quarantines_an_object_with_a_changed_byte(quiet_runner: Runner) -> None:
    keys = fill(quiet_runner, 3)
    victim = next(quiet_runner.store.entry(keys[1]).glob("object.*"))
    data = bytearray(victim.read_bytes())
    data[7] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    assert list(quarantine_damaged(quiet_runner.store)) == [keys[1]]
    assert len(quiet_runner.store.quarantined()) == 1
    assert list(quarantine_damaged(quiet_runner.store)) == []
