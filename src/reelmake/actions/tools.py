"""The programs actions run: how each is started, and the digest by which a key knows it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reelmake.documents.action import Command
from reelmake.kernel.digest import digest, digest_file
from reelmake.kernel.packages import installed_file, installed_version


@dataclass(frozen=True)
class Tool:
    """A program an action may name. ``start`` is the beginning of its command line."""

    name: str
    start: tuple[str, ...]
    digest: str
    module: str = ""
    """The module it is, if it is one of ours"""

    def command(self, *argv: str) -> Command:
        """Return a call of this program, as an action names it."""
        return Command(tool=self.name, digest=self.digest, argv=argv)


ToolTable = Mapping[str, Callable[[], Tool]]


@cache
def ffmpeg() -> Tool:
    """Return the pinned ffmpeg of the lock; never one of the system's."""
    path, checksum = installed_file("imageio-ffmpeg", "imageio_ffmpeg/binaries/ffmpeg-")
    return Tool("ffmpeg", (str(path),), digest(("tool", "ffmpeg", checksum)))


@cache
def python_tool(name: str, module: str, packages: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> Tool:
    """Return a tool of our own: a module run by this interpreter.

    Its digest covers the sources of the module and of its ``parts``, modules of ours that it imports, and the versions
    of ``packages`` it computes with, so that changing any of them changes every key it takes part in.
    """
    versions = {package: installed_version(package) for package in packages}
    content: list[object] = ["tool", name, _source_digest(module), versions]
    if parts:
        content.append({part: _source_digest(part) for part in parts})
    return Tool(name, (sys.executable, "-m", module), digest(tuple(content)), module)


def sound_tool(name: str, module: str, parts: tuple[str, ...] = ()) -> Tool:
    """Return a tool of our own that computes with sound."""
    return python_tool(name, module, ("numpy",), ("reelmake.materials.media.pcm", *parts))


def _source_digest(module: str) -> str:
    return digest_file(Path(__file__).parents[1].joinpath(*module.split(".")[1:]).with_suffix(".py"))
