"""Stable shot numbers: locked shots keep tsuccessors, an inserted one becomes 14-2A."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from reelmake.crafts.shots.shot_draft import ShotDraft
from reelmake.documents.numbering import NumberedScene, NumberedShot, Numbering
from reelmake.documents.script import Script
from reelmake.documents.shotlist import Shot, ShotKind, ShotList
from reelmake.kernel.digest import digest
from reelmake.kernel.ids import letter_suffix

_Numbered = TypeVar("_Numbered", NumberedShot, NumberedScene)


def fingerprints(shots: Iterable[tuple[ShotKind, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the fingerprints of a scene's shots: digests of kind, elements and occurrence."""
    met: Counter[tuple[ShotKind, tuple[str, ...]]] = Counter()
    result = []
    for kind, element_ids in shots:
        result.append(digest(("shot", 1, kind.value, list(element_ids), met[kind, element_ids])))
        met[kind, element_ids] += 1
    return tuple(result)


def number_shots(scene_id: str, drafts: Sequence[ShotDraft], locked: Sequence[NumberedShot] = ()) -> tuple[str, ...]:
    """Return an id for each of a scene's shots, in order.

    A locked shot keeps its number. Where locked shots have changed, the shots now at their place take over their
    numbers. Other shots between two numbers get letters, and at the scene's end new numbers.
    """
    if not locked:
        return tuple(f"{scene_id}-{index}" for index in range(1, len(drafts) + 1))
    now = fingerprints((draft.composition.kind, draft.element_ids) for draft in drafts)
    numbers = _matched([shot.fingerprint for shot in locked], now, locked, scene_id)
    taken = {shot.id.removeprefix(f"{scene_id}-") for shot in locked}
    return tuple(f"{scene_id}-{number}" for number in _filled(numbers, taken))


def propose_numbering(
    script: Script, shotlist: ShotList, previous: Numbering | None, scene_fingerprints: Mapping[str, str]
) -> Numbering:
    """Return the lock that keeps the current scene and shot numbers; no number is ever reused.

    ``scene_fingerprints`` maps scene ids to fingerprints, as ``crafts.story.scene_numbers`` makes them.
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
                shots=tuple(_with_removed(numbered, gone)),
            )
        )
    removed = [
        scene.model_copy(update={"shots": tuple(shot.model_copy(update={"omitted": True}) for shot in scene.shots)})
        for scene in (previous.scenes if previous else ())
    ]
    return Numbering(episode=script.episode, scenes=tuple(_with_removed(current, removed)))


def _matched(
    before: Sequence[str], now: Sequence[str], locked: Sequence[NumberedShot], scene_id: str
) -> list[str | None]:
    """Return each shot's locked number; None for a new shot."""
    numbers: list[str | None] = [None] * len(now)
    for tag, first, last, start, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            successors = list(locked[first:last])
        elif tag == "replace":
            successors = [shot for shot in locked[first:last] if not shot.omitted]
        else:
            continue
        for index, shot in zip(range(start, end), successors, strict=False):
            numbers[index] = shot.id.removeprefix(f"{scene_id}-")
    return numbers


def _filled(numbers: list[str | None], taken: set[str]) -> list[str]:
    """Number the new shots with unused numbers: the next one at the end, a letter between two."""
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


def _with_removed(current: list[_Numbered], before: list[_Numbered]) -> list[_Numbered]:
    """Return the current items, with removed ones inserted after the item they used to follow."""
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
