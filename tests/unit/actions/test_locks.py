from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

from reelmake.actions.locks import exclusive


def _hold(path: Path, ready: Path) -> None:
    with exclusive(path):
        ready.write_text("")
        time.sleep(60)


def test_the_lock_of_a_killed_holder_is_free_at_once(tmp_path: Path) -> None:
    lock, ready = tmp_path / "locks" / "k.lock", tmp_path / "ready"
    holder = multiprocessing.get_context("fork").Process(target=_hold, args=(lock, ready))
    holder.start()
    while not ready.exists():
        time.sleep(0.01)
    waited = []
    os.kill(holder.pid or 0, signal.SIGKILL)
    started = time.monotonic()
    with exclusive(lock, lambda: waited.append(1)):
        taken = time.monotonic() - started
    holder.join()
    assert taken < 5


def test_a_lock_leaves_no_file_behind(tmp_path: Path) -> None:
    with exclusive(tmp_path / "k.lock"):
        assert (tmp_path / "k.lock").exists()
    assert not (tmp_path / "k.lock").exists()
