"""Chromium and its driver for tests, installed where that is possible."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import subprocess
from pathlib import Path

from support.apt import install_missing


def chromium() -> str:
    """Return the browser's path; empty if it is not installed."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), "")


def why_unavailable() -> str:
    """Return why no page can be opened here; empty if one can."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: make setup-dev"
    # The driver's Node needs a library that a minimal system lacks.
    return install_missing(_missing, "chromium", "libatomic1")


def _missing() -> str:
    return "" if chromium() and _driver_starts() else "Chromium, or what its driver needs,"


def _driver_starts() -> bool:
    from playwright._impl._driver import compute_driver_executable

    node = Path(compute_driver_executable()[0])
    with contextlib.suppress(OSError):
        return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    return False
