"""The tools an action may name: those of reelmake's crafts, and those of installed plugins.

A craft registers its tools in its module ``tools``, another package by entry points of the group ``reelmake.tools``.
A tool is loaded when an action first names it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec

from reelmake import crafts
from reelmake.actions.tools import Tool, ffmpeg
from reelmake.kernel.errors import Conflict

GROUP = "reelmake.tools"
"""The group of entry points by which an installed package registers tools"""


class RegisteredTools(Mapping[str, Callable[[], Tool]]):
    """All registered tools: maps a tool's name to a function that loads it."""

    def __getitem__(self, name: str) -> Callable[[], Tool]:
        if name == "ffmpeg":
            return ffmpeg
        # Listing entry points takes 90 ms, so they are only listed for a name that no craft has.
        if name in self._of_crafts:
            return _loader(self._of_crafts[name])
        plugin = self._plugins[name]

        def load() -> Tool:
            tool: Tool = plugin.load()()
            return tool

        return load

    def __iter__(self) -> Iterator[str]:
        yield from ("ffmpeg", *self._of_crafts, *self._plugins)

    def __len__(self) -> int:
        return sum(1 for _name in self)

    @cached_property
    def _of_crafts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for craft in pkgutil.iter_modules(crafts.__path__, f"{crafts.__name__}."):
            if find_spec(f"{craft.name}.tools") is None:
                continue
            for name, location in importlib.import_module(f"{craft.name}.tools").TOOLS.items():
                if name in found:
                    raise Conflict(f"two crafts register the tool {name!r}", where=f"{found[name]} and {location}")
                found[name] = location
        return found

    @cached_property
    def _plugins(self) -> dict[str, importlib.metadata.EntryPoint]:
        points = importlib.metadata.entry_points(group=GROUP)
        return {point.name: point for point in points if point.name not in self._of_crafts}


def _loader(location: str) -> Callable[[], Tool]:
    """Return a function that loads the tool at ``module:function``."""

    def load() -> Tool:
        module, _, function = location.partition(":")
        tool: Tool = getattr(importlib.import_module(module), function)()
        return tool

    return load


TOOLS = RegisteredTools()
