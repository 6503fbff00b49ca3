"""Targets that name a render profile: ``episodes/ep01/short/render.mp4``, ``episodes/ep01/render_plan.short.json``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.workspace import PROFILE, Workspace

_PLAN = re.compile(r"render_plan\.(?P<profile>.+)\.json")
_DELIVERED = re.compile(r"render\.mp4|render_output\.json|captions\.[a-z]+")


def check_profile_target(workspace: Workspace, parts: Sequence[str]) -> None:
    """Refuse a target whose profile the project does not have; ``parts`` are its path's, from ``episodes`` on."""
    plan = _PLAN.fullmatch(parts[2]) if len(parts) == 3 else None
    if plan is not None:
        workspace.check_profile(plan["profile"])
    if len(parts) != 4 or not _DELIVERED.fullmatch(parts[3]):
        return
    workspace.check_profile(parts[2])
    if parts[2] == PROFILE:
        raise ValidationFailed(
            f"{'/'.join(parts)!r} is no target",
            allowed=f"{PROFILE} is the usual profile and is delivered without its name",
            remedy=f"name it as {'/'.join((*parts[:2], parts[3]))}",
            reason="BAD_TARGET",
        )
