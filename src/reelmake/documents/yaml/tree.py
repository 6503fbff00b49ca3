"""Reads YAML as plain data with the position of everything; only maps, lists and scalars are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from reelmake.kernel.errors import ValidationFailed, one_line

Place = tuple[int, int]
"""Line and column, both counted from 1"""

_DEEPEST = 40
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")


@dataclass
class Tree:
    """Plain data, and the position of each value and each key, by path."""

    value: Any = None
    values: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    keys: dict[tuple[str | int, ...], Place] = field(default_factory=dict)


def read_tree(text: str, path: str) -> Tree:
    """Read one YAML document; raise ValidationFailed with line and column for what is not allowed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    _refuse_tabs(text, path)
    try:
        return _Reader(YAML(typ="safe", pure=True).parse(text), path).read()
    except MarkedYAMLError as error:
        # A quote that is never closed is noticed much later in the file; its beginning is the helpful position.
        began = str(error.context or "").startswith("while scanning")
        mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = " ".join(piece for piece in (error.context, error.problem) if piece)
        raise _broken(path, place, what) from error
    except YAMLError as error:
        raise _broken(path, (1, 1), str(error)) from error


def _refuse_tabs(text: str, path: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            raise ValidationFailed(
                "the indentation contains a tab",
                where=_where(path, (number, indent.index("\t") + 1)),
                allowed="spaces",
                remedy="indent with two spaces",
                reason="YAML_TAB",
            )


def _broken(path: str, place: Place, what: str) -> ValidationFailed:
    return ValidationFailed(
        f"this is not valid YAML: {one_line(what, 200)}",
        where=_where(path, place),
        allowed="YAML 1.2",
        remedy="check this line and the one before for a colon without a space, a missing quote or wrong indentation",
        reason="YAML_BROKEN",
    )


def _where(path: str, place: Place) -> str:
    return f"{path}:{place[0]}:{place[1]}"


class _Reader:
    """Builds the tree from the parser's events, so that aliases, which can expand without limit, are refused."""

    def __init__(self, events: Iterator[Any], path: str) -> None:
        self._events = events
        self._path = path
        self._tree = Tree()

    def read(self) -> Tree:
        documents = 0
        for event in self._events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins", "one document", "remove the line ---")
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                self._tree.value = self._value(event, ())
        return self._tree

    def _value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        kind = type(event).__name__
        self._tree.values[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "AliasEvent" or event.anchor is not None:
            sign = f"*{event.anchor}" if kind == "AliasEvent" else f"&{event.anchor}"
            self._refuse(event, f"{one_line(sign)} is an anchor or alias", "plain values", "write the value out here")
        # Different event types of ruamel hold the tag in different forms; an explicit tag is never None.
        if getattr(event, "tag", None) is not None and str(event.tag) != "!":
            self._refuse(event, f"{one_line(str(event.tag))} is a tag", "plain values", "remove the tag")
        if len(path) > _DEEPEST:
            self._refuse(event, "the file is nested too deeply", f"{_DEEPEST} levels", "flatten it")
        if kind == "ScalarEvent":
            return _scalar(event.value) if event.implicit[0] else event.value
        return self._mapping(path) if kind == "MappingStartEvent" else self._sequence(path)

    def _mapping(self, path: tuple[str | int, ...]) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ != "ScalarEvent":
                self._refuse(event, "a key is a list, a map or an alias", "plain words as keys", "quote it")
            key = event.value
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            if key in result:
                line = self._tree.keys[*path, key][0]
                what = f"the key {one_line(key)!r} is used twice, here and on line {line}"
                self._refuse(event, what, "each key once", "remove one of them")
            self._tree.keys[*path, key] = place
            result[key] = self._value(next(self._events), (*path, key))
        return result

    def _sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        result: list[Any] = []
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            result.append(self._value(event, (*path, len(result))))
        return result

    def _refuse(self, event: Any, what: str, allowed: str, remedy: str) -> NoReturn:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        where = _where(self._path, place)
        raise ValidationFailed(what, where=where, allowed=allowed, remedy=remedy, reason="YAML_NOT_ALLOWED")


def _scalar(text: str) -> Any:
    """Return the value of an unquoted scalar in YAML 1.2's core schema."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
