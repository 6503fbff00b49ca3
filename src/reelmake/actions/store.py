"""The content-addressed store: results by key, verified whenever they are read."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.cache_size import CacheSize, note_added
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
    """A result as it lies in the store, just verified."""

    key: str
    path: Path
    record: ArtifactRecord

    @property
    def digest(self) -> str:
        return self.record.artifact


class Store:
    """A directory of results. An object, its record and its action appear together, in one rename, or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entry(self, key: str) -> Path:
        """Return the directory that holds a key's object, whether or not it is there."""
        return self.root / "objects" / key[:2] / key

    def lock_path(self, key: str) -> Path:
        """Return the file whose lock lets one process at a time build a key."""
        return self.root / "locks" / f"{key}.lock"

    def find(self, key: str) -> StoredObject | None:
        """Return a key's object if it is there and still has the content it was recorded with.

        Anything else in its place is moved to quarantine, so that the key is built anew.
        """
        found = self.look(key)
        if found is None and self.entry(key).is_dir():
            self.quarantine(key)
        return found

    def look(self, key: str) -> StoredObject | None:
        """Do as ``find`` does, but leave a damaged one alone: without the key's lock it may be a good one by now."""
        found = _read(self.entry(key), key)
        if found is not None:
            _mark_used(self.entry(key))
        return found

    def action(self, key: str) -> Action | None:
        """Return the action a stored object was made by, if it is known and unchanged."""
        try:
            data = (self.entry(key) / ACTION).read_bytes()
        except OSError:
            return None
        return whole_action(data, key)

    def publish(self, action: Action, made: Path, record: ArtifactRecord, staging: Path) -> StoredObject:
        """Put a finished file into the store under its action's key; the first one to arrive stays.

        ``staging`` is an unused path on the store's own file system.
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
        """Take a key's object over from another store, verified; say whether it was not here yet."""
        with exclusive(self.lock_path(key)), source.holding(key):
            if self.find(key) is not None:
                return False
            found = source.find(key)
            if found is None:
                raise NotFound(
                    f"the cache has no sound object of the key {key[:12]}…",
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
                        f"the copy of {key[:12]}… is not what was read",
                        where=str(self.root),
                        remedy="look at the disk, then run the same command again",
                        reason="RESULT_DIFFERS",
                    )
                self._note_added(staging, found.record)
                self.entry(key).parent.mkdir(parents=True, exist_ok=True)
                staging.rename(self.entry(key))
                sync_directory(self.entry(key).parent)
        return True

    def _note_added(self, staging: Path, record: ArtifactRecord) -> None:
        note_added(self.root, CacheSize(sum(path.stat().st_size for path in staging.iterdir()), record.licence_expires))

    @contextlib.contextmanager
    def holding(self, key: str) -> Iterator[bool]:
        """Keep a key's object from being evicted as long as this lasts, and say whether it is there at all."""
        with holding(self.entry(key) / RECORD) as there:
            yield there

    def evict(self, key: str) -> bool:
        """Remove a key's object, unless somebody holds it; say whether it was removed. It can be made anew."""
        entry = self.entry(key)
        with exclusive_now(self.lock_path(key)) as unlocked, free_to_remove(entry / RECORD) as free:
            # Damaged, for it has no record, and so nobody can hold it.
            loose = entry.is_dir() and not (entry / RECORD).exists()
            if not (unlocked and (free or loose)):
                return False
            with self.private_directory() as directory:
                # Gone for others in one step; readers that have it open, or linked, read on.
                entry.rename(directory / "evicted")
        return True

    def quarantine(self, key: str) -> None:
        """Move whatever stands in a key's place out of the way, kept for a person to look at."""
        jail = self.root / "quarantine"
        jail.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self.entry(key).rename(jail / f"{key}.{secrets.token_hex(4)}")

    def quarantined(self) -> list[Path]:
        """Return what was found damaged, oldest name first."""
        jail = self.root / "quarantine"
        return sorted(jail.iterdir()) if jail.is_dir() else []

    def keys(self) -> Iterator[str]:
        """Yield every key that has an object."""
        objects = self.root / "objects"
        for shard in sorted(objects.iterdir()) if objects.is_dir() else []:
            for entry in sorted(shard.iterdir()):
                yield entry.name

    def clear_up(self) -> None:
        """Remove what killed processes left behind: private directories, and locks that nobody holds."""
        _sweep(self.root / "tmp")
        for lock in (self.root / "locks").glob("*.lock"):
            # Taking one removes it; whoever holds it keeps it, and whoever waits for it notices.
            with try_exclusive(lock):
                pass

    @contextlib.contextmanager
    def private_directory(self) -> Iterator[Path]:
        """Yield a directory of this process alone on the store's file system; it is gone afterwards.

        What a killed process left behind is removed by the next one that asks.
        """
        parent = self.root / "tmp"
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
        directory = parent / secrets.token_hex(8)
        # The lock lies beside the directory: held before there is anything to sweep, given up when nothing is left.
        with exclusive(directory.with_suffix(_ALIVE)):
            directory.mkdir(mode=0o700)
            try:
                yield directory
            finally:
                shutil.rmtree(directory, ignore_errors=True)


def _mark_used(entry: Path) -> None:
    """Note when an object was last wanted, for the eviction of what nobody wants."""
    with contextlib.suppress(OSError):
        os.utime(entry)


def _sweep(parent: Path) -> None:
    """Remove private directories whose process is gone."""
    for alive in parent.glob(f"*{_ALIVE}"):
        with try_exclusive(alive) as taken:
            if taken:
                shutil.rmtree(alive.with_suffix(""), ignore_errors=True)


def read_record(entry: Path) -> ArtifactRecord | None:
    """Return the record of a store entry without looking at its object; None when it is not what was written."""
    try:
        return read_sealed((entry / RECORD).read_bytes(), (entry / ACTION).read_bytes(), str(entry))
    except (OSError, ReelmakeError):
        return None


def _read(entry: Path, key: str) -> StoredObject | None:
    """Return what a store entry holds, every byte of it looked at; None when any is not what was published."""
    record = read_record(entry)
    if record is None or record.key != key:
        return None
    try:
        found = next(path for path in sorted(entry.iterdir()) if path.name.startswith("object."))
        return StoredObject(key, found, record) if digest_file(found) == record.artifact else None
    except (OSError, StopIteration):
        return None
