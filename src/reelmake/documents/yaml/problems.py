"""Reports what pydantic found wrong in a YAML file, with line and column."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from reelmake.documents.yaml.tree import Place, Tree
from reelmake.kernel.errors import ValidationFailed, did_you_mean, one_line

_SHOWN = 8
_LISTS = ("tuple_type", "list_type", "set_type", "frozen_set_type")
_CONTAINERS = {
    **dict.fromkeys(_LISTS, "should be a list"),
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type", "dataclass_type"), "should be keys with values"
    ),
}
"""Messages in terms of YAML, for errors that pydantic words in terms of Python types"""


def explain_problems(error: ValidationError, model: type[BaseModel], tree: Tree, path: str) -> ValidationFailed:
    """Return an error for the first problem in the file; the other problems follow in a line each."""
    # A key is often missing because it is misspelled; the misspelled key is reported first.
    found = [(problem["type"] == "missing", _explain(problem, model, tree)) for problem in error.errors()]
    problems = [explained for _, explained in sorted(found, key=lambda pair: (pair[0], pair[1][0]))]
    place, what, allowed, remedy = problems[0]
    others = [f"{path}:{other[0][0]}:{other[0][1]}: {other[1]}" for other in problems[1:_SHOWN]]
    if len(problems) > _SHOWN:
        others.append(f"and {len(problems) - _SHOWN} more")
    return ValidationFailed(
        "\n  also ".join([what, *others]),
        where=f"{path}:{place[0]}:{place[1]}",
        allowed=allowed,
        remedy=remedy,
        reason="CONFIG_INVALID",
    )


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys that a model accepts."""
    return list(model.model_fields)


def _explain(problem: Any, model: type[BaseModel], tree: Tree) -> tuple[Place, str, str, str]:
    stated = tuple(problem.get("ctx", {}).get("path", problem["loc"]))
    location = tuple(part for part in stated if part != "[key]")
    name = ".".join(str(part) for part in location) or "the file"
    at_key = location != stated or problem["type"] in ("extra_forbidden", "missing", "shared_name")
    place = _place(location, tree, at_key=at_key)
    parent = _model_at(model, location[:-1])
    if problem["type"] == "extra_forbidden":
        keys = keys_of(parent) if parent else []
        key = str(location[-1])
        return place, f"unknown key {one_line(key)!r}{did_you_mean(key, keys)}", ", ".join(keys), "correct or remove it"
    if problem["type"] == "missing":
        inside = ".".join(str(part) for part in location[:-1])
        what = f"the key {location[-1]!r} is missing" + (f" in {inside}" if inside else "")
        return place, what, _description(parent, str(location[-1])), f"add a line {location[-1]}: …"
    message = _CONTAINERS.get(problem["type"]) or str(problem["msg"]).removeprefix("Value error, ")
    message = message.removeprefix("Input ")
    given = problem["input"]
    shown = "" if isinstance(given, dict | list | BaseModel) else f", not {one_line(repr(given), 60)}"
    if str(problem["type"]) in ("value_error", "shared_name"):
        shown = ""
    allowed = _description(parent, str(location[-1])) if location else ""
    remedy = "correct the value"
    if problem["type"] == "string_type" and isinstance(given, int | float):
        remedy = "put it in quotes"
    elif problem["type"] in _LISTS and isinstance(given, str | int | float) and location:
        remedy = f"make it a list: {one_line(str(location[-1]))}: [{one_line(str(given), 40)}]"
    return place, f"{one_line(name, 120)}: {message}{shown}", allowed, remedy


def _place(location: tuple[Any, ...], tree: Tree, *, at_key: bool) -> Place:
    """Return the position of a value or its key; when the file has neither, that of the nearest part around it."""
    first, second = (tree.keys, tree.values) if at_key else (tree.values, tree.keys)
    for length in range(len(location), -1, -1):
        part = location[:length]
        if found := first.get(part) or second.get(part):
            return found
    return (1, 1)


def _description(parent: type[BaseModel] | None, name: str) -> str:
    known = parent.model_fields.get(name) if parent else None
    return (known.description or "") if known else ""


def _model_at(annotation: Any, location: tuple[Any, ...]) -> type[BaseModel] | None:
    """Return the model at a path through fields, maps and lists."""
    found = _model_in(annotation)
    if not location:
        return found
    origin = typing.get_origin(annotation)
    if found is not None and isinstance(annotation, type):
        known = found.model_fields.get(str(location[0]))
        return _model_at(known.annotation, location[1:]) if known else None
    if origin in (dict, tuple, list):
        arguments = [argument for argument in typing.get_args(annotation) if argument is not Ellipsis]
        return _model_at(arguments[-1], location[1:])
    if origin in (typing.Union, types.UnionType, typing.Annotated):
        candidates = (_model_at(argument, location) for argument in typing.get_args(annotation))
        return next((candidate for candidate in candidates if candidate is not None), None)
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, typing.Annotated):
        return next((found for found in map(_model_in, typing.get_args(annotation)) if found), None)
    return None
