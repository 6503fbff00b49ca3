"""Finds the processes that work in a directory, and waits for a condition."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


_LIMIT_SECONDS = 240
"""When a test that waits in vain fails. It only ends what hangs and measures nothing, so a busy machine passes."""


def eventually(condition: Callable[[], T]) -> T:
    """Call ``condition`` until it returns a true value, and return that; fail when it never does."""
    deadline = time.monotonic() + _LIMIT_SECONDS
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"the condition was not met within {_LIMIT_SECONDS} s")


def working_in(root: Path) -> dict[int, str]:
    """Return the processes with a working directory, an open file or an argument in ``root``, by process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            argv = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            places = [str((entry / "cwd").readlink()), argv]
            for handle in (entry / "fd").iterdir():
                with contextlib.suppress(OSError):
                    places.append(str(handle.readlink()))
            if any(f"{root}/" in f"{place}/" or f"{root} " in place for place in places):
                found[int(entry.name)] = argv
    return found
