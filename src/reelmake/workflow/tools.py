"""The table of every tool an action may name."""

from __future__ import annotations

from reelmake.actions.tools import Tool, ToolTable, ffmpeg, python_tool


def _draw() -> Tool:
    return python_tool("draw", "reelmake.assets.draw_tool", ("resvg-py", "pillow"))


def _move() -> Tool:
    return python_tool("move", "reelmake.render.move_tool", ("pillow",))


def _mix() -> Tool:
    return python_tool("mix", "reelmake.render.mix_tool", ("numpy",))


def _level() -> Tool:
    return python_tool("level", "reelmake.render.level_tool", ())


TOOLS: ToolTable = {"ffmpeg": ffmpeg, "draw": _draw, "move": _move, "mix": _mix, "level": _level}
