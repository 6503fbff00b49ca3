"""Which processes work in a directory, and waiting for what a test needs to see."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], seconds: float = 20) -> T:
    """Return the first true thing ``look`` sees; fail when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.02)
    raise AssertionError(f"nothing seen within {seconds} s")


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
