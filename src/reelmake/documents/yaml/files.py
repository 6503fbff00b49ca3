"""YAML files that people edit: errors name line and column, and rewriting keeps the comments."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from reelmake.documents.yaml.problems import explain_problems, keys_of
from reelmake.documents.yaml.tree import Tree, read_tree
from reelmake.kernel.errors import NotFound, ValidationFailed
from reelmake.kernel.files import write_if_changed

LARGEST_FILE = 1 << 20

C = TypeVar("C", bound=BaseModel)

_INDENTED_LIST = re.compile(r"^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*\1 +- ", re.MULTILINE)


def load_yaml(model: type[C], path: Path | str) -> C:
    """Read a YAML file as ``model``; raise ValidationFailed with file, line and column of what is wrong."""
    where = Path(path)
    tree = _tree(_text(where), where)
    if tree.value is None:
        raise ValidationFailed(
            "the file is empty",
            where=str(where),
            allowed=f"the keys {', '.join(keys_of(model))}",
            remedy="fill it in, or restore it from version control",
            reason="YAML_EMPTY",
        )
    try:
        return model.model_validate(tree.value)
    except ValidationError as error:
        raise explain_problems(error, model, tree, str(where)) from error


@contextmanager
def edit_yaml(path: Path | str) -> Iterator[Any]:
    """Yield a file's content to be changed in place, then write the file atomically, keeping comments and order.

    Nothing is written when the block raises an error, or when nothing changed.
    """
    from ruamel.yaml import YAML

    where = Path(path)
    text = _text(where)
    _tree(text, where)
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 10_000
    if _INDENTED_LIST.search(text):
        yaml.indent(mapping=2, sequence=4, offset=2)
    content = yaml.load(text)
    before = io.StringIO()
    yaml.dump(content, before)
    yield content
    after = io.StringIO()
    yaml.dump(content, after)
    if after.getvalue() != before.getvalue():
        write_if_changed(where, after.getvalue().encode())


def _tree(text: str, path: Path) -> Tree:
    return read_tree(text, str(path))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        size = path.stat().st_size
    except FileNotFoundError as error:
        beside = sorted(other.name for other in path.parent.glob("*.yaml")) if path.parent.is_dir() else []
        raise NotFound(
            "this file does not exist",
            where=str(path),
            allowed=f"in {path.parent}/ there are: {', '.join(beside)}" if beside else "",
            remedy="write it; `reelmake new DIR` creates a workspace with an example of each file",
            reason="YAML_MISSING",
        ) from error
    except IsADirectoryError as error:
        raise ValidationFailed("this is a directory", where=str(path), allowed="a YAML file") from error
    if size > LARGEST_FILE:
        raise ValidationFailed(
            f"the file has {size:,} bytes",
            where=str(path),
            allowed=f"at most {LARGEST_FILE:,} bytes",
            remedy="keep data out of configuration files",
            reason="YAML_TOO_LARGE",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ValidationFailed(
            f"byte 0x{data[error.start]:02X} is not UTF-8",
            where=f"{path}:{line}:{column}",
            allowed="UTF-8 text",
            remedy=f"convert it: iconv -f ISO-8859-1 -t UTF-8 {path} > converted.yaml",
            reason="YAML_NOT_UTF8",
        ) from error
