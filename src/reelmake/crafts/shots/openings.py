"""Chooses how each scene opens, so that neighbours differ and repeats come as late as possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.documents.script import Scene, SceneSetting
from reelmake.documents.shotlist import Framing, Move
from reelmake.kernel.digest import digest

Camera = tuple[Framing, Move]
"""A framing and a camera move."""

_EXTERIOR: tuple[Camera, ...] = (
    (Framing.EXTREME_WIDE, Move.PAN_RIGHT),
    (Framing.EXTREME_WIDE, Move.TILT_DOWN),
    (Framing.EXTREME_WIDE, Move.PAN_LEFT),
    (Framing.EXTREME_WIDE, Move.PUSH_IN),
    (Framing.WIDE, Move.PULL_OUT),
    (Framing.EXTREME_WIDE, Move.TILT_UP),
)
_INTERIOR: tuple[Camera, ...] = (
    (Framing.WIDE, Move.PAN_LEFT),
    (Framing.WIDE, Move.PUSH_IN),
    (Framing.WIDE, Move.TILT_DOWN),
    (Framing.WIDE, Move.PAN_RIGHT),
    (Framing.EXTREME_WIDE, Move.PULL_OUT),
    (Framing.WIDE, Move.TILT_UP),
)
_RETURN: tuple[Camera, ...] = (
    (Framing.MEDIUM, Move.PUSH_IN),
    (Framing.MEDIUM, Move.PULL_OUT),
    (Framing.MEDIUM, Move.PAN_RIGHT),
    (Framing.MEDIUM, Move.PAN_LEFT),
)
_STILL: tuple[Camera, ...] = (
    (Framing.WIDE, Move.STATIC),
    (Framing.EXTREME_WIDE, Move.STATIC),
)
"""Used when every moving opening is taken."""

_CONTINUING = frozenset({"continuous", "same", "same time", "moments later", "a moment later"})


@dataclass(frozen=True)
class Opening:
    """A scene's first framing and move, and whether the place is shown before its people."""

    framing: Framing
    move: Move
    establish: bool


def openings(scenes: Sequence[Scene]) -> tuple[Opening, ...]:
    """Choose every scene's opening.

    Only headings count, so that no change inside a scene changes how another one opens. The search in the list of
    fitting openings starts at a place given by the heading's digest: an inserted scene then rarely changes the others.
    """
    used: Counter[Camera] = Counter()
    chosen: list[Opening] = []
    seen: set[str] = set()
    previous: Scene | None = None
    for scene in scenes:
        establish = _is_new_place(scene, previous, seen)
        wanted = _wanted(scene, establish)
        before = (chosen[-1].framing, chosen[-1].move) if chosen else None
        camera = _least_used([camera for camera in wanted if camera != before], used, before[1] if before else None)
        used[camera] += 1
        chosen.append(Opening(camera[0], camera[1], establish))
        seen.add(scene.location_id)
        previous = scene
    return tuple(chosen)


def _least_used(fitting: list[Camera], used: Counter[Camera], last_move: Move | None) -> Camera:
    """Return the first of the least used ones; among equals, one whose move differs from the scene before."""
    return min(fitting, key=lambda camera: (used[camera], camera[1] is last_move))


def _is_new_place(scene: Scene, previous: Scene | None, seen: set[str]) -> bool:
    if not scene.heading or not scene.location:
        return False
    if previous is not None and (previous.location_id, previous.setting) == (scene.location_id, scene.setting):
        return scene.time_of_day != previous.time_of_day and scene.time_of_day.casefold() not in _CONTINUING
    return not (scene.time_of_day.casefold() in _CONTINUING and scene.location_id in seen)


def _wanted(scene: Scene, establish: bool) -> list[Camera]:
    """Return all openings that fit the scene, the best first."""
    outside = scene.setting is SceneSetting.EXTERIOR
    places = (_EXTERIOR, _INTERIOR) if outside else (_INTERIOR, _EXTERIOR)
    start = int(digest(("opening", 1, scene.setting.value, scene.location_id, scene.time_of_day))[:8], 16)
    lists = places if establish else (_RETURN, places[0], places[1])
    return [*(camera for group in lists for camera in _rotated(group, start)), *_STILL]


def _rotated(group: tuple[Camera, ...], start: int) -> tuple[Camera, ...]:
    cut = start % len(group)
    return group[cut:] + group[:cut]
