"""Explains a key: the same walk that computes it names each field of an action that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reelmake.documents.action import Action
from reelmake.documents.plan import RenderPlan
from reelmake.kernel.errors import one_line


@dataclass(frozen=True)
class Difference:
    """One field in which two actions differ."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One thing a plan makes, next to what the previous plan made in its place."""

    kind: str
    subject: str
    key: str
    status: str
    """same, changed, new or gone"""
    differences: tuple[Difference, ...] = ()


def compare_plans(old: RenderPlan | None, new: RenderPlan) -> list[Change]:
    """Return every action of ``new`` with its status against ``old``, and those of ``old`` that are gone."""
    before = _by_subject(old.actions) if old else {}
    after = _by_subject(new.actions)
    known = old.actions if old else {}
    changes = []
    for place, (key, action) in after.items():
        if key in known:
            changes.append(Change(action.kind, action.subject, key, "same"))
        elif place not in before:
            changes.append(Change(action.kind, action.subject, key, "new"))
        else:
            differences = tuple(compare_actions(before[place][1], action))
            changes.append(Change(action.kind, action.subject, key, "changed", differences))
    gone = (made for place, made in before.items() if place not in after and made[0] not in new.actions)
    changes.extend(Change(action.kind, action.subject, key, "gone") for key, action in gone)
    return changes


def compare_actions(old: Action, new: Action) -> Iterator[Difference]:
    """Yield the fields in which what is hashed of two actions differs, in the order it is hashed."""
    yield from _walk("", old.identity(), new.identity())


def _walk(place: str, old: object, new: object) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted({*old, *new}):
            yield from _walk(f"{place}.{name}" if place else str(name), old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _walk(f"{place}[{index}]", one, other)
    elif isinstance(old, str) and isinstance(new, str) and "\n" in old + new:
        yield from _text_lines(place, old, new)
    else:
        yield Difference(place, _shown(old), _shown(new))


def _text_lines(place: str, old: str, new: str) -> Iterator[Difference]:
    """Yield the first line in which two texts differ; the rest follows from it."""
    former, latter = old.splitlines(), new.splitlines()
    for number in range(max(len(former), len(latter))):
        one = former[number] if number < len(former) else "(no such line)"
        other = latter[number] if number < len(latter) else "(no such line)"
        if one != other:
            yield Difference(f"{place}, line {number + 1}", one_line(one, 120), one_line(other, 120))
            return


def _by_subject(actions: Mapping[str, Action]) -> dict[tuple[str, str], tuple[str, Action]]:
    """Index actions, with their keys, by what they are for; of several for one thing the later ones are numbered."""
    found: dict[tuple[str, str], tuple[str, Action]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for key, action in actions.items():
        first = place = (action.kind, action.subject)
        while place in found:
            numbers[first] = numbers.get(first, 1) + 1
            place = (action.kind, f"{action.subject} ({numbers[first]})")
        found[place] = (key, action)
    return found


def _shown(value: object) -> str:
    return "(nothing)" if value is None else one_line(str(value), 120)
