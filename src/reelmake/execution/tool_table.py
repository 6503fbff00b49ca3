"""The tools an action may name: those that the crafts here register, and those of installed plugins.

A craft registers its tools in its module ``tools``; another package does so by entry points of the group
``reelmake.tools``. Each is loaded when an action first names it.
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
"""The entry points by which an installed package registers tools"""


class RegisteredTools(Mapping[str, Callable[[], Tool]]):
    """Tools by name."""

    def __getitem__(self, name: str) -> Callable[[], Tool]:
        if name == "ffmpeg":
            return ffmpeg
        # Entry points take 90 ms to list: only a name that no craft here has is worth that.
        if name in self._ours:
            return _loader(self._ours[name])
        plugin = self._plugins[name]

        def load() -> Tool:
            tool: Tool = plugin.load()()
            return tool

        return load

    def __iter__(self) -> Iterator[str]:
        yield from ("ffmpeg", *self._ours, *self._plugins)

    def __len__(self) -> int:
        return sum(1 for _name in self)

    @cached_property
    def _ours(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for craft in pkgutil.iter_modules(crafts.__path__, f"{crafts.__name__}."):
            if find_spec(f"{craft.name}.tools") is None:
                continue
            for name, where in importlib.import_module(f"{craft.name}.tools").TOOLS.items():
                if name in found:
                    raise Conflict(f"two crafts register the tool {name!r}", where=f"{found[name]} and {where}")
                found[name] = where
        return found

    @cached_property
    def _plugins(self) -> dict[str, importlib.metadata.EntryPoint]:
        points = importlib.metadata.entry_points(group=GROUP)
        return {point.name: point for point in points if point.name not in self._ours}


def _loader(where: str) -> Callable[[], Tool]:
    def load() -> Tool:
        module, _, function = where.partition(":")
        tool: Tool = getattr(importlib.import_module(module), function)()
        return tool

    return load


TOOLS = RegisteredTools()
