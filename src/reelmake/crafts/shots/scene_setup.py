"""What all shots of one scene share."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.openings import Opening
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.screen_sides import Stage


@dataclass(frozen=True)
class SceneSetup:
    """A scene's people and opening, and the project's pacing."""

    stage: Stage
    opening: Opening
    pacing: Pacing
    has_place: bool
    """Whether the scene has a heading; elements before the first heading have no place."""
