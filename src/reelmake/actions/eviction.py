"""Keeping a cache below its size limit: least recently used objects go first, and those whose licence expired."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reelmake.actions.cache_size import CacheSize, clear_recorded, record_survey, recorded_size, total
from reelmake.actions.locks import exclusive, exclusive_now
from reelmake.actions.store import Store, read_record
from reelmake.kernel.files import write_atomic
from reelmake.kernel.log import utc_now

GRACE_SECONDS = 60
"""An object used more recently than this is kept: the process that looked it up may be about to read it."""


@dataclass(frozen=True)
class CacheEntry:
    """One object of a cache."""

    key: str
    kind: str
    bytes: int
    used_ns: int
    pinned: bool = False
    expires: str = ""
    """The last day on which its licence allows keeping it"""


@dataclass(frozen=True)
class Collected:
    """What an eviction did."""

    removed: tuple[CacheEntry, ...]
    in_use: tuple[CacheEntry, ...]
    """Chosen, but in use by another process; the next eviction considers them again"""
    bytes_left: int


def survey(store: Store) -> list[CacheEntry]:
    """Return every object of a cache, except those that vanish while it is surveyed."""
    pins = set(pinned(store))
    found = []
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        entry = store.entry(key)
        record = read_record(entry)
        with contextlib.suppress(FileNotFoundError):
            size = sum(path.stat().st_size for path in entry.iterdir())
            used = entry.stat().st_mtime_ns
            kind, expires = (record.artifact_kind, record.licence_expires) if record else ("damaged", "")
            found.append(CacheEntry(key, kind, size, used, key in pins, expires))
    return found


def choose(entries: Iterable[CacheEntry], cap: int, *, today: str, used_before_ns: int) -> list[CacheEntry]:
    """Return the objects to remove: all with an expired licence, then the least recently used until ``cap`` is met.

    Pinned objects and those used since ``used_before_ns`` are removed only when their licence has expired.
    """
    entries = list(entries)
    expired = [entry for entry in entries if entry.expires and entry.expires < today]
    gone = {entry.key for entry in expired}
    left = sum(entry.bytes for entry in entries if entry.key not in gone)
    chosen = list(expired)
    for entry in sorted(entries, key=lambda entry: (entry.used_ns, entry.key)):
        if left <= cap:
            break
        if entry.key not in gone and not entry.pinned and entry.used_ns < used_before_ns:
            chosen.append(entry)
            left -= entry.bytes
    return chosen


def collect(store: Store, cap: int, *, today: str, grace: float = GRACE_SECONDS) -> Collected:
    """Bring a cache below ``cap`` bytes, while other processes may read and write it."""
    clear_recorded(store.root)
    entries = survey(store)
    used_before = time.time_ns() - int(grace * 1e9)
    removed: list[CacheEntry] = []
    in_use: list[CacheEntry] = []
    gone: set[str] = set()
    there = entries
    while chosen := choose(there, cap, today=today, used_before_ns=used_before):
        for entry in chosen:
            (removed if store.evict(entry.key) else in_use).append(entry)
        gone = {entry.key for entry in removed}
        busy = {entry.key for entry in in_use}
        # Objects in use are kept as if they were pinned, and others are removed instead.
        there = [
            replace(entry, pinned=True, expires="") if entry.key in busy else entry
            for entry in there
            if entry.key not in gone
        ]
    left = total([CacheSize(entry.bytes, entry.expires) for entry in entries if entry.key not in gone])
    store.clear_up()
    if entries:
        record_survey(store.root, left)
    return Collected(tuple(removed), tuple(in_use), left.bytes)


def trim(store: Store, cap: int, *, today: str, grace: float = GRACE_SECONDS) -> Collected | None:
    """Call ``collect`` if the cache may exceed ``cap`` bytes or a licence has expired; otherwise return None."""
    known = recorded_size(store.root)
    if known is not None and known.bytes <= cap and not (known.expires and known.expires < today):
        return None
    with exclusive_now(store.root / "locks" / "trim.lock") as ours:
        return collect(store, cap, today=today, grace=grace) if ours else None


def quarantine_damaged(store: Store) -> Iterator[str]:
    """Move every object that differs from its record to quarantine, and yield its key."""
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        if store.look(key) is None:
            # Checked again under the key's lock: it may have been evicted or replaced in the meantime.
            with exclusive(store.lock_path(key)):
                if store.entry(key).exists() and store.find(key) is None:
                    yield key


def pin(store: Store, keys: Sequence[str], why: str) -> None:
    """Protect these keys from eviction; only an expired licence still removes them."""
    note = json.dumps({"why": why, "at": utc_now()}, ensure_ascii=False).encode() + b"\n"
    for key in keys:
        write_atomic(_pin(store, key), note)


def unpin(store: Store, keys: Sequence[str]) -> None:
    """Allow these keys to be evicted again."""
    for key in keys:
        _pin(store, key).unlink(missing_ok=True)


def pinned(store: Store) -> list[str]:
    """Return the keys that are pinned, sorted."""
    directory = store.root / "pins"
    return sorted(path.name for path in directory.iterdir()) if directory.is_dir() else []


def _pin(store: Store, key: str) -> Path:
    return store.root / "pins" / key
