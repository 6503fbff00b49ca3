"""Matches the scenes of a lock to the scenes of the current script."""

from __future__ import annotations

from collections.abc import Sequence

Known = tuple[str, frozenset[str]]
"""A scene's fingerprint: its heading's digest, and marks of its content."""

_SAME_HEADING = 30
_SAME_CONTENT = 40
_ENOUGH = _SAME_CONTENT // 2


def align(old: Sequence[Known], new: Sequence[Known]) -> dict[int, int]:
    """Return the index of the new scene for each old scene that still exists.

    First the best pairs that keep the order of both sides: they share a heading, half of the content, or both. Then
    the remaining scenes by content alone, in any order: those that were moved.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    pairs = {index: index for index in range(head)}
    pairs |= {len(old) - 1 - index: len(new) - 1 - index for index in range(tail)}
    middle = _in_order(old[head : len(old) - tail], new[head : len(new) - tail])
    pairs |= {head + before: head + after for before, after in middle}
    return pairs | _moved(old, new, pairs)


def _score(old: Known, new: Known) -> int:
    content = _shared(old[1], new[1])
    if old[0] == new[0]:
        return _SAME_HEADING + content
    return content if content >= _ENOUGH else 0


def _shared(old: frozenset[str], new: frozenset[str]) -> int:
    if old.isdisjoint(new):
        return 0
    return _SAME_CONTENT * len(old & new) // len(old | new)


def _in_order(old: Sequence[Known], new: Sequence[Known]) -> list[tuple[int, int]]:
    """Return the pairs of the common subsequence with the highest weight."""
    scores = [[_score(before, after) for after in new] for before in old]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _moved(old: Sequence[Known], new: Sequence[Known], pairs: dict[int, int]) -> dict[int, int]:
    placed = set(pairs.values())
    loose = [index for index in range(len(new)) if index not in placed]
    found: dict[int, int] = {}
    for before in range(len(old)):
        if before in pairs or not loose:
            continue
        after = max(loose, key=lambda index, known=old[before]: (_shared(known[1], new[index][1]), -index))  # type: ignore[misc]
        if _shared(old[before][1], new[after][1]) >= _ENOUGH:
            found[before] = after
            loose.remove(after)
    return found
