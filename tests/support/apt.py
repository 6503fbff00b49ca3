"""Installs system programs that only tests need, where that is possible."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path


def install_missing(missing: Callable[[], str], *packages: str) -> str:
    """Install Debian packages if ``missing`` names a program; return why it is still missing, or an empty text."""
    with (Path(tempfile.gettempdir()) / "reelmake-apt.lock").open("w") as lock:
        # Two workers of one test run must not call apt at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not missing():
            return ""
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            return f"{missing()} is not installed, and apt-get cannot be used"
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(["apt-get", "-q", *step], env=quiet, capture_output=True, check=False, timeout=240)
    return f"{missing()} could not be installed" if missing() else ""
