"""Changes of a canon as data: computed from two canons or from assignments, and applied to one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import CanonDiff, FactChange
from reelmake.kernel.digest import canonical_bytes, digest
from reelmake.kernel.errors import Conflict, ValidationFailed, did_you_mean, one_line

_TRACE = "canon"


def canon_digest(canon: Canon) -> str:
    """Return the digest of a canon's content; comments and layout of its file do not count."""
    return digest(("canon", 1, canon.model_dump(mode="json")))


def canon_data(canon: Canon) -> dict[str, Any]:
    """Return a canon as plain data, without default values."""
    data: dict[str, Any] = canon.model_dump(mode="json", exclude_defaults=True)
    return data


def compare(before: Canon, after: Canon) -> tuple[FactChange, ...]:
    """Return the facts in which two canons differ, by path."""
    return compare_data(canon_data(before), canon_data(after))


def compare_data(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FactChange, ...]:
    """Return the facts in which two canons differ, given as plain data."""
    return tuple(sorted(_changes(before, after), key=lambda change: change.path))


def diff_of(
    base: Canon, changes: Iterable[FactChange], *, because: str = "", source: str = "", by: str = ""
) -> CanonDiff:
    """Return a proposal of changes to a canon."""
    return CanonDiff(
        trace_id=_TRACE,
        base_version=base.version,
        base=canon_digest(base),
        changes=tuple(changes),
        because=because,
        source=source,
        by=by,
    )


def apply_diff(canon: Canon, diff: CanonDiff) -> Canon:
    """Return the next version of the canon, with a diff applied; raise Conflict if the diff is for another version."""
    raise_if_moved(canon, diff)
    data = canon_data(canon)
    for change in diff.changes:
        _apply(data, change)
    data["version"] = canon.version + 1
    return checked(data)


def raise_if_moved(canon: Canon, diff: CanonDiff) -> None:
    """Raise Conflict if a diff was made for another state of the canon."""
    if diff.base != canon_digest(canon):
        raise Conflict(
            f"this change was made for version {diff.base_version} of the canon, which is now at {canon.version}"
            + (" and was edited since then" if canon.version == diff.base_version else ""),
            where=f"canon diff {diff.content_digest[:12]}",
            allowed="a change of the current canon",
            remedy="see what changed (reelmake canon diff), then propose it again",
            reason="CANON_MOVED_ON",
        )


def checked(data: Mapping[str, Any]) -> Canon:
    """Return plain data as a canon; raise ValidationFailed if it contradicts itself."""
    try:
        return Canon.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        path = first.get("ctx", {}).get("path", first["loc"])
        if first["type"] == "missing" and len(path) == 3:
            raise _incomplete(data, *map(str, path)) from error
        raise ValidationFailed(
            str(first["msg"]).removeprefix("Value error, "),
            where="canon " + ".".join(str(part) for part in path),
            allowed="a canon that does not contradict itself",
            remedy="change the proposal; docs/canon.md describes each fact",
            reason="CANON_CONTRADICTS_ITSELF",
        ) from error


def _incomplete(data: Mapping[str, Any], part: str, key: str, missing: str) -> ValidationFailed:
    """Return the error for a new entry without its required key; most often its id was misspelt."""
    known = sorted(set(data[part]) - {key})
    return ValidationFailed(
        f"{part} has no {key!r}; a new one needs {missing!r}{did_you_mean(key, known)}",
        where=f"canon {part}.{key}",
        allowed=one_line(", ".join(known), 300) or f"(no {part} yet)",
        remedy=f"use one of these, or set {part}.{key}.{missing} too",
        reason="CANON_CONTRADICTS_ITSELF",
    )


def assigned(canon: Canon, settings: Iterable[tuple[str, Any]], removed: Iterable[str]) -> tuple[FactChange, ...]:
    """Return the changes made by setting paths to values and by removing paths."""
    data = canon_data(canon)
    for path, value in settings:
        place, key = _place(data, path, make=True)
        place[key] = value
    for path in removed:
        place, key = _place(data, path, make=False)
        if key not in place:
            raise ValidationFailed(
                f"the canon has no {one_line(path)}{did_you_mean(key, place)}",
                allowed=", ".join(sorted(map(str, place)))[:300],
                remedy="name an existing fact: reelmake canon show --json",
                reason="NO_SUCH_FACT",
            )
        del place[key]
    return compare(canon, checked(data))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    for part in sorted({*before, *after} - {"version"}):
        old, new = before.get(part, {}), after.get(part, {})
        for key in sorted({*old, *new}):
            path = f"{part}.{key}"
            if key not in old or key not in new:
                yield _change(path, old, new, key)
                continue
            for field in sorted({*old[key], *new[key]}):
                if old[key].get(field) != new[key].get(field):
                    yield _change(f"{path}.{field}", old[key], new[key], field)


def _change(path: str, old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> FactChange:
    before = canonical_bytes(old[key]).decode() if key in old else ""
    after = canonical_bytes(new[key]).decode() if key in new else ""
    kind = "modify" if before and after else "add" if after else "remove"
    return FactChange.model_validate({"change": kind, "path": path, "before": before, "after": after})


def _apply(data: dict[str, Any], change: FactChange) -> None:
    place, key = _place(data, change.path, make=change.change == "add")
    found = canonical_bytes(place[key]).decode() if key in place else ""
    if found != change.before:
        raise Conflict(
            f"{change.path} is {one_line(found) or 'missing'}, not {one_line(change.before) or 'missing'}",
            where=change.path,
            allowed="a change of the current fact",
            remedy="propose it again",
            reason="FACT_MOVED_ON",
        )
    if change.after:
        place[key] = json.loads(change.after)
    else:
        del place[key]


def _place(data: dict[str, Any], path: str, *, make: bool) -> tuple[dict[str, Any], str]:
    parts = path.split(".")
    if len(parts) < 2 or parts[0] not in Canon.model_fields or not all(parts):
        known = [name for name in Canon.model_fields if name != "version"]
        raise ValidationFailed(
            f"{one_line(path)!r} is not the path of a fact{did_you_mean(parts[0], known)}",
            allowed=f"PART.ID or PART.ID.KEY, where PART is one of {', '.join(known)}",
            remedy="write it like characters.ines.age",
            reason="BAD_FACT_PATH",
        )
    place: Any = data
    for part in parts[:-1]:
        inner = place.get(part) if isinstance(place, dict) else None
        if inner is None and make and isinstance(place, dict):
            inner = place[part] = {}
        place = inner if isinstance(inner, dict) else {}
    return place, parts[-1]
