"""docs/errors.md: the codes of failure and every reason with its messages, from the source text."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tools.reference.failures import SOMETHING, Failure, failures_in
from tools.reference.markdown import escaped, wrapped

from reelmake.kernel.errors import EXIT_STATUS, Code, Waiting

PATH = "docs/errors.md"
ROOT = Path(__file__).resolve().parents[2]
_HEAD = """# Errors

An error says where it is, what is wrong, what is allowed and what to do. In logs it is an object with the keys `code`,
`reason`, `where`, `what`, `allowed` and `remedy`. `code` is one of those below and decides the exit status; `reason` is
finer. Both are stable: programs may compare them. The wording of a message may change.

This page is generated from the source: do not edit it, run `make regen`. In a message, `…` stands for what it names.

## Codes
"""


def text() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_codes(), "\n## Reasons\n", *_reasons(failures_in(ROOT / "src" / "reelmake"))])


def _codes() -> Iterable[str]:
    docs = _descriptions(ROOT / "src" / "reelmake" / "kernel" / "errors.py")
    yield "| exit status | code | meaning |\n| --- | --- | --- |"
    for code, status in EXIT_STATUS.items():
        yield f"| {status} | `{code.value}` | {docs[code.name]} |"
    yield f"| {Waiting.status} | `{Waiting.code.value}` | A person has to decide first; then run the command again. |"


def _descriptions(path: Path) -> dict[str, str]:
    """Return the docstrings below the members of ``Code``."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name == Code.__name__:
            for member, doc in zip(node.body, node.body[1:], strict=False):
                if isinstance(member, ast.Assign) and isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant):
                    found[ast.unparse(member.targets[0])] = " ".join(str(doc.value.value).split())
    return found


def _reasons(failures: Iterable[Failure]) -> Iterable[str]:
    by_reason: defaultdict[str, set[Failure]] = defaultdict(set)
    for failure in failures:
        by_reason[failure.reason].add(failure)
    for reason, found in sorted(by_reason.items()):
        codes = sorted({(one.status, one.code) for one in found})
        yield f"### `{reason}`\n"
        yield " or ".join(f"`{code}`, exit status {status}" for status, code in codes) + "\n"
        for one in sorted(found):
            remedy = f" To do: {_sentence(one.remedy)}" if one.remedy else ""
            yield wrapped(_sentence(one.what) + remedy, "- ", "  ")
        yield ""


def _sentence(text: str) -> str:
    return escaped(text) + ("" if text.endswith((".", SOMETHING)) else ".")
