"""Time in the story: ``day 3``, ``day 3 14:30``, or a position in the series, ``ep01`` or ``ep01/14A``."""

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
class MinuteSpan:
    """A period of story time in minutes since the start of day 1, both ends included; None for an unknown end."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class ScenePosition:
    """The position of a scene: its episode, its index among the episode's scenes, and its story time if stated."""

    episode: str
    scene_ids: tuple[str, ...]
    index: int
    time: MinuteSpan = MinuteSpan()


def day_minutes(when: str) -> MinuteSpan | None:
    """Return the minutes that ``day …`` covers; None when the text is not a day."""
    found = _DAY.fullmatch(" ".join(when.lower().split()))
    if found is None:
        return None
    # Day 0 is the day before day 1, so that days can be counted like integers.
    start = (int(found[1]) - 1) * MINUTES_A_DAY
    if found[2] is None:
        return MinuteSpan(start, start + MINUTES_A_DAY - 1)
    minute = start + int(found[2]) * 60 + int(found[3])
    return MinuteSpan(minute, minute)


def format_minute(minute: int) -> str:
    """Return a minute as people write it: ``day 3 14:30``."""
    day, rest = divmod(minute, MINUTES_A_DAY)
    return f"day {day + 1} {rest // 60:02}:{rest % 60:02}"


def story_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return the sort key of episodes and scenes: numbers in a name count by value, so ep2 comes before ep10."""
    return tuple(
        (int(part), "") if part.isascii() and part.isdigit() else (-1, part)
        for part in _DIGITS.split(name.lower())
        if part
    )


def has_begun(when: str, here: ScenePosition) -> bool | None:
    """Say whether ``when`` has begun at a scene; None when the scene's time is unknown."""
    day = day_minutes(when)
    if day is not None and day.first is not None:
        return None if here.time.first is None else here.time.first >= day.first
    episode, scene = _position(when)
    if episode != here.episode:
        return story_order(episode) < story_order(here.episode)
    return not scene or _scene_order(scene, here) <= _here(here)


def is_over(when: str, here: ScenePosition) -> bool | None:
    """Say whether ``when`` is entirely before a scene; None when the scene's time is unknown."""
    day = day_minutes(when)
    if day is not None and day.last is not None:
        return None if here.time.first is None else here.time.first > day.last
    episode, scene = _position(when)
    if episode != here.episode:
        return story_order(episode) < story_order(here.episode)
    return bool(scene) and _scene_order(scene, here) < _here(here)


def may_overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Say whether two periods (since, until) may overlap, which includes periods that cannot be compared."""
    return not (_ends_before(first[1], second[0]) or _ends_before(second[1], first[0]))


def certainly_before(one: str, other: str) -> bool:
    """Say whether ``one`` is certainly before ``other``."""
    return bool(one and other) and _ends_before(one, other)


def _ends_before(end: str, start: str) -> bool:
    if not end or not start:
        return False
    ends, starts = day_minutes(end), day_minutes(start)
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


def _scene_order(scene: str, here: ScenePosition) -> tuple[int, tuple[tuple[int, str], ...]]:
    if scene in here.scene_ids:
        return here.scene_ids.index(scene), ()
    # A scene that is not in the script is placed by its number, after the last scene before it.
    before = [index for index, known in enumerate(here.scene_ids) if story_order(known) < story_order(scene)]
    return (before[-1] if before else -1), story_order(scene)


def _here(here: ScenePosition) -> tuple[int, tuple[tuple[int, str], ...]]:
    return here.index, ()
