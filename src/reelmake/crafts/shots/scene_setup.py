"""What all shots of one scene have in common."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.openings import Opening
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.screen_sides import Stage


@dataclass(frozen=True)
class Setup:
    """A scene's people and its opening, under the project's pacing."""

    stage: Stage
    opening: Opening
    pacing: Pacing
    has_place: bool
    """Whether a heading says where we are; what stands before the first heading is nowhere."""
