"""Generates ``docs/config.md``, the reference of every key of the files people write, from the models.

``python -m reelmake.documents.reference.config`` writes it; with ``--check`` it only reports whether it is out of date.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.library import LicenceRecord
from reelmake.documents.project import ProjectConfig, SitesConfig
from reelmake.kernel.files import write_if_changed
from reelmake.materials.shipped import shipped

FILES: dict[str, type[BaseModel]] = {
    "config/project.yaml": ProjectConfig,
    "config/sites.yaml": SitesConfig,
    "story/canon.yaml": Canon,
    "story/<episode>.brief.yaml": Brief,
    "assets/…/<file>.licence.yaml": LicenceRecord,
}
HEAD = """# Configuration

Every key of the files people write. A key that is not listed here is refused, so a misspelling is never ignored.
This page is generated from the models: do not edit it, run `make regen`.
"""
_TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "keys and values"}
_PATTERNS = {
    r"^[a-z0-9][a-z0-9_-]{0,63}$": "lower-case letters, digits, `-` and `_`; at most 64",
    r"^#[0-9a-fA-F]{6}$": "`#` and six hexadecimal digits",
    r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": "a BCP 47 tag",
}


@dataclass(frozen=True)
class Key:
    """One row of the reference."""

    name: str
    type: str
    default: str
    allowed: str
    description: str


def reference() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for file, model in FILES.items():
        schema = model.model_json_schema()
        parts.append(f"\n## `{file}`\n\n{str(schema['description']).replace('``', '`')}\n\n{_table(keys(schema))}")
    return "".join(parts)


def keys(schema: dict[str, Any]) -> list[Key]:
    """Return the keys of a model's schema; the keys of its parts have dotted names."""
    return list(_keys(schema, schema.get("$defs", {}), ""))


def _keys(model: dict[str, Any], parts: dict[str, Any], prefix: str) -> Iterator[Key]:
    for name, field in model.get("properties", {}).items():
        shape = _resolved(field, parts)
        full = f"{prefix}{name}"
        if "properties" in shape:
            yield from _keys(shape, parts, f"{full}.")
            continue
        required = name in model.get("required", ())
        yield Key(full, _type(shape, parts), _default(field, required), _allowed(shape), field.get("description", ""))
        entry, label = _entry(shape, parts)
        if entry is not None and "properties" in entry:
            yield from _keys(entry, parts, f"{full}{label}.")


def _resolved(field: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema with references followed; for an optional field, the schema of its value."""
    for given in field.get("anyOf", field.get("allOf", ())):
        if given.get("type") != "null":
            return {**_resolved(given, parts), "optional": True}
    if "$ref" in field:
        return dict(parts[field["$ref"].rsplit("/", 1)[1]])
    return field


def _entry(shape: dict[str, Any], parts: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the schema of one entry of a map or list, and its suffix in dotted names."""
    if "items" in shape:
        return _resolved(shape["items"], parts), "[]"
    for values in (*shape.get("patternProperties", {}).values(), shape.get("additionalProperties")):
        if isinstance(values, dict):
            return _resolved(values, parts), ".<name>"
    return None, ""


def _type(shape: dict[str, Any], parts: dict[str, Any]) -> str:
    entry, _ = _entry(shape, parts)
    if entry is not None:
        inner = "keys and values" if "properties" in entry else _type(entry, parts)
        return f"list of {inner}" if "items" in shape else f"names, each with {inner}"
    kinds = shape.get("type", "string")
    return " or ".join(_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind in _TYPES)


def _default(field: dict[str, Any], required: bool) -> str:
    if required:
        return "**required**"
    value = field.get("default")
    return "none" if value is None or value in ("", [], {}) else f"`{json.dumps(value, ensure_ascii=False)}`"


def _allowed(shape: dict[str, Any]) -> str:
    said = []
    names = shape.get("propertyNames", {})
    choices = shape.get("enum") or names.get("enum") or ([shape["const"]] if "const" in shape else [])
    if choices:
        said.append(", ".join(f"`{choice}`" for choice in choices))
    said += _range(shape, "minimum", "maximum", "")
    said += _range(shape, "minLength", "maxLength", " characters")
    if "multipleOf" in shape:
        said.append("even" if shape["multipleOf"] == 2 else f"a multiple of {shape['multipleOf']}")
    patterns = [*([shape["pattern"]] if "pattern" in shape else []), *shape.get("patternProperties", {})]
    said += [_PATTERNS.get(pattern, f"matches `{pattern}`") for pattern in patterns]
    return "; ".join(said)


def _range(shape: dict[str, Any], least: str, most: str, unit: str) -> list[str]:
    low, high = shape.get(least), shape.get(most)
    if low is None and high is None:
        return []
    if high is None:
        return ["not empty"] if unit and low == 1 else [f"from {low}{unit}"]
    return [f"at most {high}{unit}" if low is None else f"{low} to {high}{unit}"]


def _table(rows: Sequence[Key]) -> str:
    lines = ["| key | type | default | allowed | description |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        cells = (f"`{row.name}`", row.type, row.default, row.allowed, row.description)
        lines.append("| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def page() -> Path:
    """Return the path of the page."""
    return shipped("docs", "config.md")


def main(argv: Sequence[str]) -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(prog="python -m reelmake.documents.reference.config")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")
    text = reference().encode()
    if not parser.parse_args(argv).check:
        if write_if_changed(page(), text):
            print("wrote docs/config.md")
        return 0
    if not page().is_file() or page().read_bytes() != text:
        print("docs/config.md is out of date: run make regen", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
