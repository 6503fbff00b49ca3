"""Keeping a cache under its size: what was wanted least lately goes first, and what its licence forbids to keep."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reelmake.actions.cache_size import CacheSize, forget, note_survey, noted, together
from reelmake.actions.locks import exclusive, exclusive_now
from reelmake.actions.store import Store, read_record
from reelmake.kernel.files import write_atomic
from reelmake.kernel.log import utc_now

GRACE_SECONDS = 60
"""Whoever found an object a moment ago may be about to read it."""


@dataclass(frozen=True)
class Entry:
    """One object of a cache."""

    key: str
    kind: str
    bytes: int
    used_ns: int
    pinned: bool = False
    expires: str = ""
    """Last day its licence allows it to be kept"""


@dataclass(frozen=True)
class Collected:
    """What an eviction did."""

    removed: tuple[Entry, ...]
    in_use: tuple[Entry, ...]
    """Chosen, but held by somebody; the next eviction sees them again"""
    bytes_left: int


def survey(store: Store) -> list[Entry]:
    """Return every object of a cache; what vanishes meanwhile is left out."""
    pins = set(pinned(store))
    found = []
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        entry = store.entry(key)
        record = read_record(entry)
        with contextlib.suppress(FileNotFoundError):
            size = sum(path.stat().st_size for path in entry.iterdir())
            used = entry.stat().st_mtime_ns
            kind, expires = (record.artifact_kind, record.licence_expires) if record else ("damaged", "")
            found.append(Entry(key, kind, size, used, key in pins, expires))
    return found


def choose(entries: Iterable[Entry], cap: int, *, today: str, used_before_ns: int) -> list[Entry]:
    """Return what has to go: all that a licence forbids, then the least lately used until ``cap`` bytes are left.

    Pins keep an object from the second, and not from the first; so does having been used a moment ago.
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
    """Bring a cache under ``cap`` bytes while others read from it and write to it."""
    forget(store.root)
    entries = survey(store)
    used_before = time.time_ns() - int(grace * 1e9)
    removed: list[Entry] = []
    in_use: list[Entry] = []
    gone: set[str] = set()
    there = entries
    while chosen := choose(there, cap, today=today, used_before_ns=used_before):
        for entry in chosen:
            (removed if store.evict(entry.key) else in_use).append(entry)
        gone = {entry.key for entry in removed}
        busy = {entry.key for entry in in_use}
        # What is in use stays as if it were pinned, and others go in its place.
        there = [
            replace(entry, pinned=True, expires="") if entry.key in busy else entry
            for entry in there
            if entry.key not in gone
        ]
    left = together([CacheSize(entry.bytes, entry.expires) for entry in entries if entry.key not in gone])
    store.clear_up()
    if entries:
        note_survey(store.root, left)
    return Collected(tuple(removed), tuple(in_use), left.bytes)


def trim(store: Store, cap: int, *, today: str, grace: float = GRACE_SECONDS) -> Collected | None:
    """Do as ``collect`` does if the cache may be over ``cap`` bytes or a licence has ended; otherwise only ask."""
    known = noted(store.root)
    if known is not None and known.bytes <= cap and not (known.expires and known.expires < today):
        return None
    with exclusive_now(store.root / "locks" / "trim.lock") as ours:
        return collect(store, cap, today=today, grace=grace) if ours else None


def damaged(store: Store) -> Iterator[str]:
    """Yield the keys whose object is not what was recorded; each is put into quarantine."""
    for key in store.keys():  # noqa: SIM118 a store is no mapping
        if store.look(key) is None:
            # Looked at again under the key's lock: it may have been evicted, or be a good one by now.
            with exclusive(store.lock_path(key)):
                if store.entry(key).exists() and store.find(key) is None:
                    yield key


def pin(store: Store, keys: Sequence[str], why: str) -> None:
    """Keep these keys from being evicted for want of room."""
    note = json.dumps({"why": why, "at": utc_now()}, ensure_ascii=False).encode() + b"\n"
    for key in keys:
        write_atomic(_pin(store, key), note)


def unpin(store: Store, keys: Sequence[str]) -> None:
    """Let these keys be evicted again."""
    for key in keys:
        _pin(store, key).unlink(missing_ok=True)


def pinned(store: Store) -> list[str]:
    """Return the keys that are pinned, sorted."""
    directory = store.root / "pins"
    return sorted(path.name for path in directory.iterdir()) if directory.is_dir() else []


def _pin(store: Store, key: str) -> Path:
    return store.root / "pins" / key
