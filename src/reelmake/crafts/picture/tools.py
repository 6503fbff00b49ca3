"""The tools that actions of this craft name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "move": "reelmake.crafts.picture.clip:move_tool",
}
