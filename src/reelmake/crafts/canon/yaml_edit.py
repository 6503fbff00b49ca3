"""Applies a diff to the text of ``canon.yaml``; comments, order and layout of everything else stay."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reelmake.crafts.canon.diffs import canon_digest
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import FactChange
from reelmake.documents.yaml.files import edit_yaml, load_yaml
from reelmake.documents.yaml.plain_text import is_plain
from reelmake.kernel.errors import Internal
from reelmake.kernel.files import temporary_beside, write_atomic


def canon_yaml_with(path: Path, changes: Iterable[FactChange], expected: Canon) -> bytes:
    """Return the text of a canon file with changes applied; checks that its content is ``expected``."""
    with temporary_beside(path) as copy:
        write_atomic(copy, path.read_bytes())
        with edit_yaml(copy) as content:
            for change in changes:
                _edit(content, change)
            content["version"] = expected.version
        written = copy.read_bytes()
        if canon_digest(load_yaml(Canon, copy)) != canon_digest(expected):
            raise Internal(
                "the change cannot be written into the file",
                where=str(path),
                remedy="make the change by hand, then: reelmake canon propose --edited",
                reason="CANON_NOT_WRITABLE",
            )
    return written


def _edit(content: Any, change: FactChange) -> None:
    *way, last = change.path.split(".")
    place = content
    for part in way:
        if place.get(part) is None:
            place[part] = {}
        place = place[part]
    if change.after:
        place[last] = _quoted(json.loads(change.after))
    else:
        del place[last]


def _quoted(value: object) -> object:
    """Return data for YAML, with quotes around texts that YAML would read as another type."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, str):
        return value if is_plain(value) else DoubleQuotedScalarString(value)
    if isinstance(value, dict):
        return {key: _quoted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_quoted(item) for item in value]
    return value
