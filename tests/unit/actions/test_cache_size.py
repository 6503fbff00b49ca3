"""The recorded size of a cache, and trimming at the end of a run."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from reelmake.actions import eviction
from reelmake.actions.cache_size import CacheSize, record_added, record_survey, recorded_size
from reelmake.actions.eviction import survey, trim
from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import FromFile
from reelmake.kernel.digest import digest_file
from support.actions import action

TODAY = "2030-06-15"
MUCH = 1 << 40


def shout(work: Path) -> None:
    (work / "out.txt").write_text("LOUD " * 100)


def held(store: Store) -> int:
    return sum(path.stat().st_size for path in store.root.glob("objects/*/*/*"))


def fill(runner: Runner, count: int, start: int = 0) -> list[str]:
    keys = [runner.ensure(action("upper", text=f"text {start + number}"), shout).key for number in range(count)]
    for number, key in enumerate(keys):
        os.utime(runner.store.entry(key), ns=(number + 1, number + 1))
    return keys


@pytest.fixture
def surveys(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many objects each survey of this test saw."""
    seen: list[int] = []

    def counted(store: Store) -> list[eviction.CacheEntry]:
        entries = survey(store)
        seen.append(len(entries))
        return entries

    monkeypatch.setattr(eviction, "survey", counted)
    return seen


@pytest.mark.spec("E7")
def test_a_cache_is_surveyed_again_only_when_it_may_exceed_its_limit(
    runner: Runner, store: Store, surveys: list[int]
) -> None:
    keys = fill(runner, 3)
    assert trim(store, MUCH, today=TODAY) is not None, "nothing was known of it"
    assert recorded_size(store.root) == CacheSize(held(store))
    keys += fill(runner, 2, 3)
    assert trim(store, MUCH, today=TODAY) is None
    assert recorded_size(store.root) == CacheSize(held(store)), "what was added is counted as it is added"
    cap = held(store) - 1
    done = trim(store, cap, today=TODAY, grace=0)
    assert done is not None and len(done.removed) == 1 and held(store) <= cap
    assert recorded_size(store.root) == CacheSize(held(store))
    assert trim(store, cap, today=TODAY, grace=0) is None
    assert surveys == [3, 5]


@pytest.mark.spec("E7")
def test_an_expired_licence_causes_a_survey(runner: Runner, store: Store, tmp_path: Path) -> None:
    picture = tmp_path / "picture"
    picture.write_text("bought")
    bought = FromFile(digest=digest_file(picture), path=str(picture), licence_expires="2030-06-14")
    lent = bought.model_copy(update={"licence_expires": "2030-06-20"})
    wanted = action("upper", text="x").model_copy(update={"inputs": {"a": lent, "b": bought}})
    assert wanted.key == action("upper", text="x").model_copy(update={"inputs": {"a": bought, "b": bought}}).key
    made = runner.ensure(wanted, shout)
    assert made.record.licence_expires == "2030-06-14", "the first to end decides"
    free = runner.ensure(action("upper", text="free"), shout)
    trim(store, MUCH, today="2030-06-14")
    assert trim(store, MUCH, today="2030-06-14") is None
    done = trim(store, MUCH, today=TODAY)
    assert done is not None
    assert [entry.key for entry in done.removed] == [made.key]
    assert list(store.keys()) == [free.key]


@pytest.mark.parametrize("harm", ["surveyed.json", "added"])
def test_unreadable_size_records_count_as_missing(runner: Runner, store: Store, harm: str) -> None:
    fill(runner, 2)
    record_survey(store.root, CacheSize(5))
    (store.root / harm).write_text("[")
    assert recorded_size(store.root) is None
    assert trim(store, MUCH, today=TODAY) is not None
    assert recorded_size(store.root) == CacheSize(held(store))


def test_concurrent_additions_are_all_counted(tmp_path: Path) -> None:
    record_survey(tmp_path, CacheSize(1000, "2031-01-01"))
    days = ["", "2030-01-01", "2030-01-02"]
    adding = [
        threading.Thread(target=lambda day=day: [record_added(tmp_path, CacheSize(3, day)) for _ in range(100)])
        for day in days
    ]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    assert recorded_size(tmp_path) == CacheSize(1000 + 900, "2030-01-01")
