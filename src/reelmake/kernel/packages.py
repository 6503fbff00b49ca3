"""Installed packages: their versions, and their files with the checksums their wheels recorded."""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

from reelmake.kernel.errors import NotFound
from reelmake.kernel.installation import install_command


@cache
def installed_version(distribution: str) -> str:
    """Return the version of an installed package."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError as error:
        raise missing_package(distribution) from error


@cache
def installed_file(distribution: str, prefix: str) -> tuple[Path, str]:
    """Return the path of an installed package's file and the checksum its wheel recorded for it."""
    try:
        files = importlib.metadata.files(distribution) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise missing_package(distribution) from error
    for entry in files:
        if str(entry).startswith(prefix) and entry.hash is not None:
            return Path(str(entry.locate())), f"{entry.hash.mode}:{entry.hash.value}"
    raise NotFound(
        f"the package {distribution} has no file {prefix}…",
        remedy=f"install it again: {install_command()}",
        reason="TOOL_MISSING",
    )


def missing_package(distribution: str, extra: str = "") -> NotFound:
    """Return the error for a package of reelmake, or of one of its extras, that is not installed."""
    return NotFound(
        f"the package {distribution} is not installed",
        remedy=f"install it: {install_command(extra)}",
        reason="TOOL_MISSING",
    )
