"""The tools that this craft's actions use, by name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "draw": "reelmake.crafts.drawing.plate:draw_tool",
}
