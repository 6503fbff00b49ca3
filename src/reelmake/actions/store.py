"""The content-addressed store of results by key. Every read verifies the object."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.cache_size import CacheSize, record_added
from reelmake.actions.locks import exclusive, exclusive_now, free_to_remove, holding, try_exclusive
from reelmake.documents.action import Action, whole_action
from reelmake.documents.records import ArtifactRecord, read_sealed, sealed
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import InvariantViolated, NotFound, ReelmakeError
from reelmake.kernel.files import clone_or_copy, sync_directory, sync_file

RECORD = "record.json"
ACTION = "action.json"
_ALIVE = ".alive"


@dataclass(frozen=True)
class StoredObject:
    """A verified result in the store."""

    key: str
    path: Path
    record: ArtifactRecord

    @property
    def digest(self) -> str:
        return self.record.artifact


class Store:
    """A directory of results. An object, its record and its action appear together, by one rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entry(self, key: str) -> Path:
        """Return the directory of a key's object, whether or not it exists."""
        return self.root / "objects" / key[:2] / key

    def lock_path(self, key: str) -> Path:
        """Return the lock file that allows one process at a time to build a key."""
        return self.root / "locks" / f"{key}.lock"

    def find(self, key: str) -> StoredObject | None:
        """Return a key's object if it exists and matches its record.

        Anything else in its place is moved to quarantine, so that the key is built again. Requires the key's lock.
        """
        found = self.look(key)
        if found is None and self.entry(key).is_dir():
            self.quarantine(key)
        return found

    def look(self, key: str) -> StoredObject | None:
        """Return a key's object like ``find``, but leave a damaged one in place, so that no lock is required.

        Another process may be replacing the damaged object at this moment.
        """
        found = _read(self.entry(key), key)
        if found is not None:
            _mark_used(self.entry(key))
        return found

    def action(self, key: str) -> Action | None:
        """Return the action that made a stored object; None when it is missing or damaged."""
        try:
            data = (self.entry(key) / ACTION).read_bytes()
        except OSError:
            return None
        return whole_action(data, key)

    def publish(self, action: Action, made: Path, record: ArtifactRecord, staging: Path) -> StoredObject:
        """Move a finished file into the store under its action's key, unless the key has an object already.

        ``staging`` is an unused path on the store's file system.
        """
        entry = self.entry(action.key)
        staging.mkdir()
        staged = staging / f"object.{action.extension}"
        made.rename(staged)
        staged.chmod(0o444)
        document = action.model_dump_json().encode() + b"\n"
        record = sealed(record, document)
        (staging / RECORD).write_bytes(record.to_bytes())
        (staging / ACTION).write_bytes(document)
        for path in sorted(staging.iterdir()):
            sync_file(path)
        sync_directory(staging)
        self._note_added(staging, record)
        entry.parent.mkdir(parents=True, exist_ok=True)
        try:
            staging.rename(entry)
        except OSError:
            present = self.find(action.key)
            if present is None:
                raise
            shutil.rmtree(staging, ignore_errors=True)
            return present
        sync_directory(entry.parent)
        return StoredObject(action.key, entry / staged.name, record)

    def adopt(self, key: str, source: Store) -> bool:
        """Copy a key's object from another store and verify it; return False when it is here already."""
        with exclusive(self.lock_path(key)), source.holding(key):
            if self.find(key) is not None:
                return False
            found = source.find(key)
            if found is None:
                raise NotFound(
                    f"the cache has no intact object for the key {key[:12]}…",
                    where=str(source.root),
                    remedy="render it there first",
                    reason="NOT_IN_CACHE",
                )
            with self.private_directory() as directory:
                staging = directory / "staged"
                staging.mkdir()
                for path in sorted(source.entry(key).iterdir()):
                    clone_or_copy(path, staging / path.name)
                    sync_file(staging / path.name)
                (staging / found.path.name).chmod(0o444)
                if _read(staging, key) is None:
                    raise InvariantViolated(
                        f"the copy of {key[:12]}… differs from the original",
                        where=str(self.root),
                        remedy="check the disk, then run the same command again",
                        reason="RESULT_DIFFERS",
                    )
                self._note_added(staging, found.record)
                self.entry(key).parent.mkdir(parents=True, exist_ok=True)
                staging.rename(self.entry(key))
                sync_directory(self.entry(key).parent)
        return True

    def _note_added(self, staging: Path, record: ArtifactRecord) -> None:
        record_added(
            self.root, CacheSize(sum(path.stat().st_size for path in staging.iterdir()), record.licence_expires)
        )

    @contextlib.contextmanager
    def holding(self, key: str) -> Iterator[bool]:
        """Protect a key's object from eviction inside the block; yield whether the object exists."""
        with holding(self.entry(key) / RECORD) as there:
            yield there

    def evict(self, key: str) -> bool:
        """Remove a key's object unless a process is using it; return whether it was removed."""
        entry = self.entry(key)
        with exclusive_now(self.lock_path(key)) as unlocked, free_to_remove(entry / RECORD) as free:
            # An entry without a record is damaged and cannot be in use: its record's lock is the one users hold.
            without_record = entry.is_dir() and not (entry / RECORD).exists()
            if not (unlocked and (free or without_record)):
                return False
            with self.private_directory() as directory:
                # One rename removes it for everybody; readers that have it open, or a link to it, are not disturbed.
                entry.rename(directory / "evicted")
        return True

    def quarantine(self, key: str) -> None:
        """Move what is in a key's place to quarantine, where a person can examine it."""
        jail = self.root / "quarantine"
        jail.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self.entry(key).rename(jail / f"{key}.{secrets.token_hex(4)}")

    def quarantined(self) -> list[Path]:
        """Return the entries in quarantine, sorted by name."""
        jail = self.root / "quarantine"
        return sorted(jail.iterdir()) if jail.is_dir() else []

    def keys(self) -> Iterator[str]:
        """Yield every key that has an object."""
        objects = self.root / "objects"
        for shard in sorted(objects.iterdir()) if objects.is_dir() else []:
            for entry in sorted(shard.iterdir()):
                yield entry.name

    def clear_up(self) -> None:
        """Remove what killed processes left behind: private directories, and lock files that are not locked."""
        _sweep(self.root / "tmp")
        for lock in (self.root / "locks").glob("*.lock"):
            # Locking one removes it; a holder keeps its lock, and a waiting process locks a new file.
            with try_exclusive(lock):
                pass

    @contextlib.contextmanager
    def private_directory(self) -> Iterator[Path]:
        """Yield a private directory on the store's file system, and remove it at the end.

        The next call of this method in any process removes what a killed process left behind.
        """
        parent = self.root / "tmp"
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
        directory = parent / secrets.token_hex(8)
        # The lock is beside the directory, so that it is held before the directory exists and until it is removed.
        with exclusive(directory.with_suffix(_ALIVE)):
            directory.mkdir(mode=0o700)
            try:
                yield directory
            finally:
                shutil.rmtree(directory, ignore_errors=True)


def _mark_used(entry: Path) -> None:
    """Record when an object was last used, for eviction."""
    with contextlib.suppress(OSError):
        os.utime(entry)


def _sweep(parent: Path) -> None:
    """Remove private directories whose process has ended."""
    for alive in parent.glob(f"*{_ALIVE}"):
        with try_exclusive(alive) as taken:
            if taken:
                shutil.rmtree(alive.with_suffix(""), ignore_errors=True)


def read_record(entry: Path) -> ArtifactRecord | None:
    """Return the record of a store entry without reading its object; None when it is missing or damaged."""
    try:
        return read_sealed((entry / RECORD).read_bytes(), (entry / ACTION).read_bytes(), str(entry))
    except (OSError, ReelmakeError):
        return None


def _read(entry: Path, key: str) -> StoredObject | None:
    """Return the object of a store entry, with every byte verified; None when any byte differs."""
    record = read_record(entry)
    if record is None or record.key != key:
        return None
    try:
        found = next(path for path in sorted(entry.iterdir()) if path.name.startswith("object."))
        return StoredObject(key, found, record) if digest_file(found) == record.artifact else None
    except (OSError, StopIteration):
        return None
