"""The tools that this craft's actions use, by name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "typeset": "reelmake.crafts.editorial.typeset:typeset_tool",
    "review": "reelmake.crafts.editorial.review:review_tool",
}
