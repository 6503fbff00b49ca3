"""Time inside the story: ``day 3``, ``day 3 14:30``, or a place in the series, ``ep01`` or ``ep01/14A``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

WHEN_PATTERN = r"^(|day -?[0-9]{1,6}( ([01][0-9]|2[0-3]):[0-5][0-9])?|[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9._-]{1,32})?)$"
When = Annotated[str, Field(pattern=WHEN_PATTERN)]
MINUTES_A_DAY = 1440
_DAY = re.compile(r"day (-?[0-9]{1,6})(?: ([0-9]{2}):([0-9]{2}))?")
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class StorySpan:
    """A stretch of story time in minutes since day 1 began, both ends included; None where an end is not known."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class ScenePosition:
    """Where a scene stands: its episode, its place among the episode's scenes, its time as far as that is stated."""

    episode: str
    scene_ids: tuple[str, ...]
    index: int
    time: StorySpan = StorySpan()


def day_span(when: str) -> StorySpan | None:
    """Return the minutes a ``day …`` covers, or None for what is no day."""
    found = _DAY.fullmatch(" ".join(when.lower().split()))
    if found is None:
        return None
    # There is a day 0, before day 1, so that days can be counted through.
    start = (int(found[1]) - 1) * MINUTES_A_DAY
    if found[2] is None:
        return StorySpan(start, start + MINUTES_A_DAY - 1)
    minute = start + int(found[2]) * 60 + int(found[3])
    return StorySpan(minute, minute)


def spelled(minute: int) -> str:
    """Return a minute as people write it: ``day 3 14:30``."""
    day, rest = divmod(minute, MINUTES_A_DAY)
    return f"day {day + 1} {rest // 60:02}:{rest % 60:02}"


def story_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return the key by which episodes and scenes are ordered: numbers in a name by their value, ep2 before ep10."""
    return tuple(
        (int(part), "") if part.isascii() and part.isdigit() else (-1, part)
        for part in _DIGITS.split(name.lower())
        if part
    )


def has_begun(when: str, position: ScenePosition) -> bool | None:
    """Say whether ``when`` has begun at a scene; None where the scene's time does not tell."""
    day = day_span(when)
    if day is not None and day.first is not None:
        return None if position.time.first is None else position.time.first >= day.first
    episode, scene = _position(when)
    if episode != position.episode:
        return story_order(episode) < story_order(position.episode)
    return not scene or _scene_order(scene, position) <= _place_of(position)


def is_over(when: str, position: ScenePosition) -> bool | None:
    """Say whether ``when`` lies wholly before a scene; None where the scene's time does not tell."""
    day = day_span(when)
    if day is not None and day.last is not None:
        return None if position.time.first is None else position.time.first > day.last
    episode, scene = _position(when)
    if episode != position.episode:
        return story_order(episode) < story_order(position.episode)
    return bool(scene) and _scene_order(scene, position) < _place_of(position)


def holds_at(since: str, until: str, position: ScenePosition) -> bool:
    """Say whether something true from ``since`` to ``until`` certainly holds at a scene; empty ends are open."""
    if since and has_begun(since, position) is not True:
        return False
    return not (until and is_over(until, position) is not False)


def overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Say whether two stretches (since, until) may share a time; two that cannot be compared may."""
    return not (_ends_before(first[1], second[0]) or _ends_before(second[1], first[0]))


def earlier(one: str, other: str) -> bool:
    """Say whether ``one`` certainly lies before ``other``."""
    return bool(one and other) and _ends_before(one, other)


def _ends_before(end: str, start: str) -> bool:
    if not end or not start:
        return False
    ends, starts = day_span(end), day_span(start)
    if ends and starts and ends.last is not None and starts.first is not None:
        return ends.last < starts.first
    if ends or starts:
        return False
    (episode, scene), (other, other_scene) = _position(end), _position(start)
    if episode != other:
        return story_order(episode) < story_order(other)
    return bool(scene and other_scene) and story_order(scene) < story_order(other_scene)


def _position(when: str) -> tuple[str, str]:
    episode, _, scene = when.partition("/")
    return episode, scene


def _scene_order(scene: str, position: ScenePosition) -> tuple[int, tuple[tuple[int, str], ...]]:
    if scene in position.scene_ids:
        return position.scene_ids.index(scene), ()
    # A scene that is not in the script stands where its number would: behind the last one before it.
    before = [index for index, known in enumerate(position.scene_ids) if story_order(known) < story_order(scene)]
    return (before[-1] if before else -1), story_order(scene)


def _place_of(position: ScenePosition) -> tuple[int, tuple[tuple[int, str], ...]]:
    return position.index, ()
