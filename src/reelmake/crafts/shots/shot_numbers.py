"""Shot numbers that survive: locked shots keep theirs, an inserted one becomes 14-2A."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from reelmake.crafts.shots.draft import Draft
from reelmake.documents.numbering import NumberedScene, NumberedShot, Numbering
from reelmake.documents.script import Script
from reelmake.documents.shotlist import Shot, ShotKind, ShotList
from reelmake.kernel.digest import digest
from reelmake.kernel.ids import letter_suffix

_Numbered = TypeVar("_Numbered", NumberedShot, NumberedScene)


def fingerprints(shots: Iterable[tuple[ShotKind, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return what a scene's shots are known by: their kind, what they cover, and which of several such they are."""
    met: Counter[tuple[ShotKind, tuple[str, ...]]] = Counter()
    result = []
    for kind, element_ids in shots:
        result.append(digest(("shot", 1, kind.value, list(element_ids), met[kind, element_ids])))
        met[kind, element_ids] += 1
    return tuple(result)


def number_shots(scene_id: str, drafts: Sequence[Draft], locked: Sequence[NumberedShot] = ()) -> tuple[str, ...]:
    """Return an id for each of a scene's shots, in order.

    A shot known to the lock keeps its number. Where shots of the lock have changed, their successors at the same place
    take over their numbers; what is left over between two numbers gets letters, and at the scene's end new numbers.
    """
    if not locked:
        return tuple(f"{scene_id}-{index}" for index in range(1, len(drafts) + 1))
    now = fingerprints((draft.look.kind, draft.element_ids) for draft in drafts)
    numbers = _matched([shot.fingerprint for shot in locked], now, locked, scene_id)
    taken = {shot.id.removeprefix(f"{scene_id}-") for shot in locked}
    return tuple(f"{scene_id}-{number}" for number in _filled(numbers, taken))


def propose_numbering(
    script: Script, shotlist: ShotList, previous: Numbering | None, scene_fingerprints: Mapping[str, str]
) -> Numbering:
    """Return the lock that keeps today's scene and shot numbers; numbers once given are never given again.

    ``scene_fingerprints`` has each scene's fingerprint by its id, as the story package makes them.
    """
    by_scene: dict[str, list[Shot]] = {}
    for shot in shotlist.shots:
        by_scene.setdefault(shot.scene_id, []).append(shot)
    old = {scene.id: scene for scene in previous.scenes} if previous else {}
    current = []
    for scene in script.scenes:
        shots = by_scene.get(scene.id, [])
        marks = fingerprints((shot.kind, shot.element_ids) for shot in shots)
        numbered = [NumberedShot(id=shot.id, fingerprint=mark) for shot, mark in zip(shots, marks, strict=True)]
        before = old[scene.id].shots if scene.id in old else ()
        gone = [shot.model_copy(update={"omitted": True}) for shot in before]
        current.append(
            NumberedScene(
                id=scene.id,
                fingerprint=scene_fingerprints[scene.id],
                shots=tuple(_with_departed(numbered, gone)),
            )
        )
    departed = [
        scene.model_copy(update={"shots": tuple(shot.model_copy(update={"omitted": True}) for shot in scene.shots)})
        for scene in (previous.scenes if previous else ())
    ]
    return Numbering(episode=script.episode, scenes=tuple(_with_departed(current, departed)))


def _matched(
    before: Sequence[str], now: Sequence[str], locked: Sequence[NumberedShot], scene_id: str
) -> list[str | None]:
    """Return the locked number of each shot that has one."""
    numbers: list[str | None] = [None] * len(now)
    for tag, first, last, start, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            heirs = list(locked[first:last])
        elif tag == "replace":
            heirs = [shot for shot in locked[first:last] if not shot.omitted]
        else:
            continue
        for index, shot in zip(range(start, end), heirs, strict=False):
            numbers[index] = shot.id.removeprefix(f"{scene_id}-")
    return numbers


def _filled(numbers: list[str | None], taken: set[str]) -> list[str]:
    """Give every shot without a number one that was never used: after the last, the next; between two, a letter."""
    result: list[str] = []
    taken = set(taken)
    last_known = max((index for index, number in enumerate(numbers) if number is not None), default=-1)
    base = 0
    highest = max((_base(number) for number in taken), default=0)
    for index, number in enumerate(numbers):
        if number is not None:
            result.append(number)
            base = _base(number)
            continue
        if index > last_known:
            highest += 1
            fresh = str(highest)
        else:
            letters = (f"{base}{letter_suffix(count)}" for count in range(len(taken) + len(numbers) + 1))
            fresh = next(candidate for candidate in letters if candidate not in taken)
        taken.add(fresh)
        result.append(fresh)
    return result


def _base(number: str) -> int:
    digits = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _with_departed(current: list[_Numbered], before: list[_Numbered]) -> list[_Numbered]:
    """Return the current ones with those that are gone standing after what they used to follow."""
    result = list(current)
    here = {item.id for item in current}
    place = 0
    for item in before:
        if item.id in here:
            place = next(index for index, known in enumerate(result) if known.id == item.id) + 1
        else:
            result.insert(place, item)
            place += 1
    return result
