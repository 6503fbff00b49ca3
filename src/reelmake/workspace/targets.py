"""Checks targets that name a render profile, such as ``episodes/ep01/short/render.mp4``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

_PLAN = re.compile(r"render_plan\.(?P<profile>.+)\.json")
_DELIVERED = re.compile(r"render\.mp4|render_output\.json|captions\.[a-z]+")


def check_profile_target(workspace: Workspace, parts: Sequence[str]) -> None:
    """Raise NotFound or ValidationFailed if a target names a profile that does not exist or needs no name.

    ``parts`` are the components of the target's path, beginning with ``episodes``.
    """
    plan = _PLAN.fullmatch(parts[2]) if len(parts) == 3 else None
    if plan is not None:
        workspace.check_profile(plan["profile"])
    if len(parts) != 4 or not _DELIVERED.fullmatch(parts[3]):
        return
    workspace.check_profile(parts[2])
    if parts[2] == DEFAULT_PROFILE:
        raise ValidationFailed(
            f"{'/'.join(parts)!r} is not a target",
            allowed=f"{DEFAULT_PROFILE} is the default profile: its files are directly in {'/'.join(parts[:2])}/",
            remedy=f"use {'/'.join((*parts[:2], parts[3]))}",
            reason="BAD_TARGET",
        )
