"""How scenes open: no two neighbours alike, and no two of an episode while there are openings left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.documents.script import Scene, Setting
from reelmake.documents.shotlist import Framing, Move
from reelmake.kernel.digest import digest

Look = tuple[Framing, Move]

_EXTERIOR: tuple[Look, ...] = (
    (Framing.EXTREME_WIDE, Move.PAN_RIGHT),
    (Framing.EXTREME_WIDE, Move.TILT_DOWN),
    (Framing.EXTREME_WIDE, Move.PAN_LEFT),
    (Framing.EXTREME_WIDE, Move.PUSH_IN),
    (Framing.WIDE, Move.PULL_OUT),
    (Framing.EXTREME_WIDE, Move.TILT_UP),
)
_INTERIOR: tuple[Look, ...] = (
    (Framing.WIDE, Move.PAN_LEFT),
    (Framing.WIDE, Move.PUSH_IN),
    (Framing.WIDE, Move.TILT_DOWN),
    (Framing.WIDE, Move.PAN_RIGHT),
    (Framing.EXTREME_WIDE, Move.PULL_OUT),
    (Framing.WIDE, Move.TILT_UP),
)
_RETURN: tuple[Look, ...] = (
    (Framing.MEDIUM, Move.PUSH_IN),
    (Framing.MEDIUM, Move.PULL_OUT),
    (Framing.MEDIUM, Move.PAN_RIGHT),
    (Framing.MEDIUM, Move.PAN_LEFT),
)
_STILL: tuple[Look, ...] = (
    (Framing.WIDE, Move.STATIC),
    (Framing.EXTREME_WIDE, Move.STATIC),
)
"""For when every move has been made."""

_CONTINUING = frozenset({"continuous", "same", "same time", "moments later", "a moment later"})


@dataclass(frozen=True)
class Opening:
    """A scene's first framing and move, and whether the place has to be shown before its people."""

    framing: Framing
    move: Move
    establish: bool


def openings(scenes: Sequence[Scene]) -> tuple[Opening, ...]:
    """Choose every scene's opening.

    Headings alone decide, so that no change inside a scene can change how another one opens. A heading's digest says
    where in its list of fitting openings the search begins: an inserted scene takes a free one and leaves the rest be.
    """
    used: Counter[Look] = Counter()
    chosen: list[Opening] = []
    seen: set[str] = set()
    previous: Scene | None = None
    for scene in scenes:
        establish = _is_news(scene, previous, seen)
        wanted = _wanted(scene, establish)
        before = (chosen[-1].framing, chosen[-1].move) if chosen else None
        look = _least_used([look for look in wanted if look != before], used, before[1] if before else None)
        used[look] += 1
        chosen.append(Opening(look[0], look[1], establish))
        seen.add(scene.location_id)
        previous = scene
    return tuple(chosen)


def _least_used(fitting: list[Look], used: Counter[Look], last_move: Move | None) -> Look:
    """Return the first that was used least, and among such the first that moves otherwise than its neighbour."""
    return min(fitting, key=lambda look: (used[look], look[1] is last_move))


def _is_news(scene: Scene, previous: Scene | None, seen: set[str]) -> bool:
    if not scene.heading or not scene.location:
        return False
    if previous is not None and (previous.location_id, previous.setting) == (scene.location_id, scene.setting):
        return scene.time_of_day != previous.time_of_day and scene.time_of_day.casefold() not in _CONTINUING
    return not (scene.time_of_day.casefold() in _CONTINUING and scene.location_id in seen)


def _wanted(scene: Scene, establish: bool) -> list[Look]:
    """Return all openings that fit the scene, the fittest first."""
    outside = scene.setting is Setting.EXTERIOR
    places = (_EXTERIOR, _INTERIOR) if outside else (_INTERIOR, _EXTERIOR)
    start = int(digest(("opening", 1, scene.setting.value, scene.location_id, scene.time_of_day))[:8], 16)
    lists = places if establish else (_RETURN, places[0], places[1])
    return [*(look for group in lists for look in _rotated(group, start)), *_STILL]


def _rotated(group: tuple[Look, ...], start: int) -> tuple[Look, ...]:
    cut = start % len(group)
    return group[cut:] + group[:cut]
