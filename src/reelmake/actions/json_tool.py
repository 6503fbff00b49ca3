"""Actions that run one tool, which reads its instructions from a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reelmake.actions.tools import Tool
from reelmake.documents.action import Action, FromAction, FromFile


def json_tool_action(
    tool: Tool,
    name: str,
    spec: Mapping[str, object],
    *argv: str,
    kind: str,
    recipe: int,
    subject: str,
    inputs: Mapping[str, FromFile | FromAction] | None = None,
    extension: str = "wav",
    expect_frames: int = 0,
) -> Action:
    """Return the action that runs ``tool`` with the file ``name``, which holds ``spec``, followed by ``argv``."""
    return Action(
        kind=kind,
        recipe=recipe,
        pipeline=(tool.command(name, *argv),),
        inputs=dict(inputs or {}),
        texts={name: json.dumps(spec, sort_keys=True)},
        extension=extension,
        expect_frames=expect_frames,
        subject=subject,
    )
