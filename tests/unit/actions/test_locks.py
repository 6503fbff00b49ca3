from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from reelmake.actions import locks
from reelmake.actions.locks import exclusive, try_exclusive
from reelmake.actions.store import Store
from support.processes import eventually


def _hold(path: Path, ready: Path) -> None:
    with exclusive(path):
        ready.write_text("")
        signal.pause()


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    lock, ready = tmp_path / "locks" / "k.lock", tmp_path / "ready"
    holder = multiprocessing.get_context("fork").Process(target=_hold, args=(lock, ready))
    holder.start()
    eventually(ready.exists)
    os.kill(holder.pid or 0, signal.SIGKILL)
    # The holder would hold it for ever: that this ends is the proof.
    with exclusive(lock):
        assert lock.exists()
    holder.join()


def test_a_released_lock_leaves_no_file(tmp_path: Path) -> None:
    with exclusive(tmp_path / "k.lock"):
        assert (tmp_path / "k.lock").exists()
    assert not (tmp_path / "k.lock").exists()


def test_a_held_lock_is_respected_and_a_stale_lock_file_is_removed(tmp_path: Path) -> None:
    lock = tmp_path / "k.lock"
    with try_exclusive(lock) as taken:
        assert not taken, "there is no such lock"
    with exclusive(lock), try_exclusive(lock) as taken:
        assert not taken
        assert lock.exists()
    lock.write_text("left by a killed process")
    with try_exclusive(lock) as taken:
        assert taken
    assert not lock.exists()


def test_concurrent_sweeps_never_remove_a_private_directory_in_use(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    lost: list[str] = []

    def work() -> None:
        for _ in range(40):
            with store.private_directory() as directory:
                (directory / "part").write_text("mine")
                if sorted(path.name for path in directory.iterdir()) != ["part"]:
                    lost.append(directory.name)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []
    assert list((store.root / "tmp").iterdir()) == []


def test_a_lock_file_that_was_replaced_meanwhile_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, taken = tmp_path / "a.lock", locks._taken
    path.touch()

    def made_anew(handle: int) -> bool:
        path.unlink()
        path.touch()
        return taken(handle)

    monkeypatch.setattr(locks, "_taken", made_anew)
    with locks.try_exclusive(path) as free:
        assert not free
    assert path.exists()
