"""The programs that actions run: how to start each, and the digest that stands for it in keys."""

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
    """A program that actions can run. ``start`` is the beginning of its command line."""

    name: str
    start: tuple[str, ...]
    digest: str
    module: str = ""
    """Its Python module, if it is one of reelmake's own tools"""

    def command(self, *argv: str) -> Command:
        """Return a call of this program for an action's pipeline."""
        return Command(tool=self.name, digest=self.digest, argv=argv)


ToolTable = Mapping[str, Callable[[], Tool]]


@cache
def ffmpeg() -> Tool:
    """Return the pinned ffmpeg of the requirements lock; never one from the system."""
    path, checksum = installed_file("imageio-ffmpeg", "imageio_ffmpeg/binaries/ffmpeg-")
    return Tool("ffmpeg", (str(path),), digest(("tool", "ffmpeg", checksum)))


@cache
def python_tool(name: str, module: str, packages: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> Tool:
    """Return one of reelmake's own tools: a module run by this interpreter.

    Its digest covers the sources of the module and of the modules it imports, ``parts``, and the versions of the
    ``packages`` it computes with, so that changing any of them changes the key of every action that uses it.
    """
    versions = {package: installed_version(package) for package in packages}
    content: list[object] = ["tool", name, _source_digest(module), versions]
    if parts:
        content.append({part: _source_digest(part) for part in parts})
    return Tool(name, (sys.executable, "-m", module), digest(tuple(content)), module)


def sound_tool(name: str, module: str, parts: tuple[str, ...] = ()) -> Tool:
    """Return one of reelmake's own tools that process sound: numpy and the PCM reader are part of its digest."""
    return python_tool(name, module, ("numpy",), ("reelmake.materials.media.pcm", *parts))


def _source_digest(module: str) -> str:
    return digest_file(Path(__file__).parents[1].joinpath(*module.split(".")[1:]).with_suffix(".py"))
