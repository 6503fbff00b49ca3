"""A full disk under the store: one clear error, and nothing partial is left."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import reelmake.actions.store as store_module
from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.kernel import files
from reelmake.kernel.disk_errors import disk_errors, free_bytes, require_room
from reelmake.kernel.errors import Internal
from support.actions import action

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full(*_arguments: object, **_named: object) -> None:
    raise FULL


def shout(work: Path) -> None:
    (work / "out.txt").write_text("LOUD")


def cannot_sync_files(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store_module, "sync_file", full)


def cannot_sync_directories(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store_module, "sync_directory", full)


def cannot_write_the_record(patch: pytest.MonkeyPatch) -> None:
    _cannot_write(patch, "record.json")


def cannot_write_the_action(patch: pytest.MonkeyPatch) -> None:
    _cannot_write(patch, "action.json")


def _cannot_write(patch: pytest.MonkeyPatch, name: str) -> None:
    write = Path.write_bytes
    patch.setattr(Path, "write_bytes", lambda path, data: full() if path.name == name else write(path, data))


def cannot_rename(patch: pytest.MonkeyPatch) -> None:
    rename = Path.rename
    patch.setattr(Path, "rename", lambda path, target: full() if path.name == "staged" else rename(path, target))


@pytest.mark.spec("E4")
@pytest.mark.parametrize(
    "harm",
    [
        cannot_sync_files,
        cannot_sync_directories,
        cannot_write_the_record,
        cannot_write_the_action,
        cannot_rename,
    ],
)
def test_a_full_disk_while_publishing_is_reported_and_nothing_partial_is_left(
    runner: Runner, store: Store, harm: Callable[[pytest.MonkeyPatch], None]
) -> None:
    wanted = action("upper")
    with pytest.MonkeyPatch.context() as patch:
        harm(patch)
        with pytest.raises(Internal, match="the disk is full") as told:
            runner.ensure(wanted, shout)
    assert told.value.reason == "DISK_FULL"
    assert told.value.where == str(store.root)
    assert "free some space" in told.value.remedy
    assert list(store.keys()) == []
    assert list((store.root / "tmp").iterdir()) == []
    assert list((store.root / "locks").iterdir()) == []
    assert not runner.ensure(wanted, shout).cached


@pytest.mark.spec("E4")
@pytest.mark.parametrize("tool", ["brimful", "speechless"], ids=["a tool says so", "it cannot even say so"])
def test_a_tool_on_a_full_disk_is_reported_as_such(runner: Runner, store: Store, tool: str) -> None:
    with pytest.raises(Internal, match="the disk is full") as told:
        runner.ensure(action(tool))
    assert told.value.reason == "DISK_FULL"
    assert list(store.keys()) == []


@pytest.mark.spec("E4")
@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "file"
    files.write_atomic(path, b"old")
    if call == "fsync":
        monkeypatch.setattr(files.os, "fsync", full)
    else:
        monkeypatch.setattr(files, "temporary_beside", lambda _path: _Brimful())
    with pytest.raises(OSError, match="No space left"):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


class _Brimful:
    """Stands in for a temporary name on a disk without room: opening it gives ``/dev/full``."""

    def __enter__(self) -> _Brimful:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def open(self, _mode: str) -> object:
        return Path("/dev/full").open("wb", buffering=0)

    def replace(self, target: Path) -> None:
        raise AssertionError(f"{target} would have been replaced by a part")


def test_only_a_full_or_failing_disk_is_reported_as_one(tmp_path: Path) -> None:
    for number, reason in ((errno.ENOSPC, "DISK_FULL"), (errno.EDQUOT, "DISK_FULL"), (errno.EIO, "DISK_FAILS")):
        with pytest.raises(Internal) as told, disk_errors(tmp_path):
            raise OSError(number, os.strerror(number))
        assert told.value.reason == reason
    with pytest.raises(PermissionError), disk_errors(tmp_path):
        raise PermissionError(errno.EACCES, "no")


def test_free_space_is_checked_before_the_directory_exists(tmp_path: Path) -> None:
    place = tmp_path / "not" / "there" / "yet"
    require_room(place, 1)
    assert free_bytes(place) > 0
    with pytest.raises(Internal, match="MiB are free"):
        require_room(place, 1 << 60)
