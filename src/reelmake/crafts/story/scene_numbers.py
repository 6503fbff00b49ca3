"""Stable scene numbers: stated ones win, locked ones stay, an inserted scene becomes 14A."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from reelmake.crafts.story.markup import without_comments
from reelmake.crafts.story.scene_matching import align
from reelmake.documents.canon import folded
from reelmake.documents.numbering import Numbering
from reelmake.documents.script import Scene
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import ValidationFailed, one_line
from reelmake.kernel.ids import letter_suffix, slug

BEFORE_FIRST = "0"
"""The id of the scene of elements before the first heading."""

_LONGEST = 24
_LETTERED = re.compile(r"(.*[0-9])([A-Za-z]{0,3})")
_SKETCH = 12
_MARK = 8


def number_scenes(scenes: Sequence[Scene], numbering: Numbering | None, *, path: str) -> tuple[Scene, ...]:
    """Return the scenes with their ids, in the order given.

    A number stated in the script wins. Locked scenes keep their number. A new scene after a locked or stated number
    gets a letter. Without any numbers, scenes count from 1.
    """
    ids = _stated_ids(scenes, path)
    locked = numbering.scenes if numbering else ()
    taken = {one.casefold() for one in ids if one}
    if locked:
        free = [scene for scene in locked if scene.id.casefold() not in taken and scene.id != BEFORE_FIRST]
        unknown = [index for index, one in enumerate(ids) if one is None]
        pairs = align(
            [_read_fingerprint(scene.fingerprint) for scene in free],
            [_read_fingerprint(scene_fingerprint(scenes[index])) for index in unknown],
        )
        for old, new in pairs.items():
            ids[unknown[new]] = free[old].id
    elif not any(scene.number for scene in scenes):
        count = iter(range(1, len(ids) + 1))
        ids = [one or str(next(count)) for one in ids]
    taken |= {scene.id.casefold() for scene in locked}
    numbers = _with_letters(ids, taken | {one.casefold() for one in ids if one})
    return tuple(
        scene if scene.id == number else scene.model_copy(update={"id": number})
        for scene, number in zip(scenes, numbers, strict=True)
    )


def scene_fingerprint(scene: Scene) -> str:
    """Return the fingerprint by which the lock recognises a scene: its heading's digest and a sketch of its content.

    The sketch has the smallest of the elements' ids, which are digests of their content. The share that two sketches
    have in common estimates how much of the scenes is equal.
    """
    heading = digest(("scene", 1, folded(without_comments(scene.heading))))[:16]
    marks = sorted(element.id.rpartition("-")[2][:_MARK] for element in scene.elements)
    return f"{heading}-{''.join(marks[:_SKETCH])}"


def _read_fingerprint(text: str) -> tuple[str, frozenset[str]]:
    heading, _, sketch = text.partition("-")
    return heading, frozenset(sketch[start : start + _MARK] for start in range(0, len(sketch), _MARK))


def _stated_ids(scenes: Sequence[Scene], path: str) -> list[str | None]:
    ids: list[str | None] = []
    seen: dict[str, Scene] = {}
    for scene in scenes:
        if not scene.heading:
            ids.append(BEFORE_FIRST)
            seen[BEFORE_FIRST] = scene
            continue
        ids.append(None)
        if not scene.number:
            continue
        number = _sanitised(scene.number)
        if other := seen.get(number.casefold()):
            raise ValidationFailed(
                f"scene number #{one_line(scene.number)}# is used twice: here and on line {other.source.first}",
                where=f"{path}:{scene.source.first}",
                allowed="each number once; 0 is reserved for elements before the first heading",
                remedy="give this scene another number, or remove its number to have it numbered automatically",
                reason="SCENE_NUMBER_TWICE",
            )
        seen[number.casefold()] = scene
        ids[-1] = number
    return ids


def _sanitised(number: str) -> str:
    """Return a stated number as an id of letters, digits, point, dash and underscore."""
    plain = unicodedata.normalize("NFKC", number)
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")
    if kept and plain.isascii() and len(kept) <= _LONGEST:
        return kept
    return slug(number)[-_LONGEST:].strip("-_")


def _with_letters(ids: Sequence[str | None], taken: set[str]) -> list[str]:
    """Fill the gaps: after 14 comes 14A, then 14B; before the first number comes 0A."""
    numbers: list[str] = []
    before = BEFORE_FIRST
    for number in ids:
        before = number or _next_letter(before, taken)
        taken.add(before.casefold())
        numbers.append(before)
    return numbers


def _next_letter(before: str, taken: set[str]) -> str:
    found = _LETTERED.fullmatch(before)
    root, letters = (found.group(1), found.group(2).upper()) if found else (f"{before}-", "")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    while f"{root}{letter_suffix(index)}".casefold() in taken:
        index += 1
    return f"{root}{letter_suffix(index)}"
