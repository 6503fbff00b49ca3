"""The tools that this craft's actions use, by name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "move": "reelmake.crafts.picture.clip:move_tool",
}
