"""Tools are registered by the crafts that have them, and by plugins."""

from __future__ import annotations

import importlib.metadata

import pytest

from reelmake.actions.tools import Tool
from reelmake.execution.tool_table import GROUP, TOOLS, RegisteredTools


@pytest.mark.spec("E6", "P1")
def test_every_registered_tool_loads_and_has_the_name_of_its_entry() -> None:
    optional = {"kokoro"}
    loaded = {name: TOOLS[name]() for name in TOOLS if name not in optional}
    assert {"ffmpeg", "draw", "move", "music", "piper", "typeset"} <= set(loaded)
    assert all(tool.name == name for name, tool in loaded.items())


def test_a_tool_that_is_not_registered_is_unknown() -> None:
    assert "teleport" not in TOOLS
    with pytest.raises(KeyError):
        TOOLS["teleport"]


def test_a_plugin_adds_a_tool_and_cannot_replace_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(group: str) -> list[importlib.metadata.EntryPoint]:
        assert group == GROUP
        value = "unit.execution.test_tool_table:glow"
        return [importlib.metadata.EntryPoint(name, value, group) for name in ("glow", "draw")]

    monkeypatch.setattr(importlib.metadata, "entry_points", points)
    tools = RegisteredTools()
    assert tools["glow"]() == glow()
    assert tools["draw"]().module == "reelmake.crafts.drawing.draw_tool"


def glow() -> Tool:
    return Tool("glow", ("glow",), "0" * 64)
