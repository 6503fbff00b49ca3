"""Finds every error with a reason in source text, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reelmake.kernel import errors

SOMETHING = "…"
"""Stands for the parts of a message that are only known when it is printed."""
_COMMANDS = {
    "build_command": f"snakemake --profile {SOMETHING}",
    "install_command": f"make {SOMETHING}, or pip install 'reelmake[{SOMETHING}]'",
}
"""What the functions of ``kernel/installation`` return, as far as it is the same for everybody."""


@dataclass(frozen=True, order=True)
class Failure:
    """One way to fail: its reason and code, and its message as far as the source states it."""

    reason: str
    code: str
    status: int
    what: str
    remedy: str


@dataclass(frozen=True)
class _Maker:
    """Something that is called to make an error: a class, or a function that passes its arguments on to one."""

    error: type[errors.ReelmakeError]
    parameters: tuple[str, ...]


def failures_in(directory: Path) -> list[Failure]:
    """Return every error that a call in the sources names a reason for. A reason that cannot be read is refused."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(directory.rglob("*.py"))}
    constants = {name: text for tree in trees.values() for name, text in _constants(tree)}
    makers = _makers(list(trees.values()))
    families = [family for tree in trees.values() for family in _families(tree, makers)]
    found = []
    for path, tree in trees.items():
        names = {**constants, **dict(_constants(tree))}
        passing_on = {id(call) for function in ast.walk(tree) if _passes_on(function) for call in ast.walk(function)}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and id(call) not in passing_on:
                found += _failure(call, makers, names, families, path)
    return found


def _failure(
    call: ast.Call, makers: dict[str, _Maker], names: dict[str, str], families: Sequence[dict[str, str]], path: Path
) -> Iterator[Failure]:
    maker = makers.get(_called(call))
    if maker is None:
        return
    given = dict(zip(maker.parameters, call.args, strict=False)) | {word.arg: word.value for word in call.keywords}
    if "reason" not in given:
        return
    # Waiting has a status of its own, which its class states.
    status = getattr(maker.error, "status", errors.EXIT_STATUS[maker.error.code])
    for known in (SOMETHING in _text(given["reason"], names) and families) or [{}]:
        reason = _text(given["reason"], names | known)
        if SOMETHING in reason:
            raise ValueError(f"{path}:{call.lineno}: a reason is made of literals, for the docs list them all")
        what, remedy = (_message(given[name], names | known) if name in given else "" for name in ("what", "remedy"))
        if reason:
            yield Failure(reason, maker.error.code.value, status, what, remedy)


def _makers(trees: Sequence[ast.Module]) -> dict[str, _Maker]:
    """Return what makes errors, by name: the kernel's classes, classes derived from them, and functions around them."""
    known = {
        name: _Maker(value, ("what",))
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.ReelmakeError)
    }
    nodes = [node for tree in trees for node in ast.walk(tree)]
    before = 0
    while before != len(known):
        before = len(known)
        for node in nodes:
            if isinstance(node, ast.ClassDef) and node.name not in known:
                base = next((known[ast.unparse(base)] for base in node.bases if ast.unparse(base) in known), None)
                known |= {node.name: base} if base else {}
            elif isinstance(node, ast.FunctionDef) and node.name not in known and _passes_on(node):
                inner = next((known[name] for name in map(_called, ast.walk(node)) if name in known), None)
                known |= {node.name: _Maker(inner.error, tuple(one.arg for one in node.args.args))} if inner else {}
    return known


def _families(tree: ast.Module, makers: dict[str, _Maker]) -> Iterator[dict[str, str]]:
    """Return what objects are made with that are no errors and give the errors they make a ``reason``, by attribute."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _called(call) not in makers:
            literals = {
                f".{word.arg}": word.value.value
                for word in call.keywords
                if isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
            }
            if ".reason" in literals:
                yield literals


def _passes_on(node: ast.AST) -> bool:
    """Say whether a node is a function that is given a reason, rather than one that knows it."""
    return isinstance(node, ast.FunctionDef) and any(
        one.arg == "reason" for one in (*node.args.args, *node.args.kwonlyargs)
    )


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for target in node.targets:
                yield ast.unparse(target), node.value.value


def _message(node: ast.expr, names: dict[str, str]) -> str:
    """Return a message; what follows directly on something unknown adds nothing to it when it is unknown as well."""
    return re.sub(f"{SOMETHING}+", SOMETHING, _text(node, names))


def _text(node: ast.expr, names: dict[str, str]) -> str:
    """Return what an expression says, as far as the source states it."""
    match node:
        case ast.Constant(value=value):
            text = str(value)
        case ast.JoinedStr(values=parts):
            text = "".join(_text(part, names) for part in parts)
        case ast.FormattedValue(value=inner):
            text = _text(inner, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            text = _text(left, names) + _text(right, names)
        case ast.BoolOp(values=[*_, last]):
            text = _text(last, names)
        case ast.Name(id=name):
            text = names.get(name, SOMETHING)
        case ast.Attribute(attr=name):
            text = names.get(f".{name}", SOMETHING)
        case _:
            text = _COMMANDS.get(_called(node), SOMETHING)
    return text
