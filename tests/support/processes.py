"""Which processes work in a directory, and waiting for what a test needs to see."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


_HANGS = 240
"""Seconds after which what a test waits for will not come any more. A limit for hangs, and no measure of anything."""


def eventually(look: Callable[[], T]) -> T:
    """Return the first true thing ``look`` sees, however long it takes on a busy machine; fail when there is none."""
    end = time.monotonic() + _HANGS
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.02)
    raise AssertionError(f"nothing seen within {_HANGS} s")


def working_in(root: Path) -> dict[int, str]:
    """Return the processes that have ``root`` or what lies below it as a working directory, a file or an argument."""
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
