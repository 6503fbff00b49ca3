"""Laying out a fresh workspace from the shipped template."""

from __future__ import annotations

from pathlib import Path

from reelmake.kernel.errors import Conflict
from reelmake.kernel.files import write_atomic
from reelmake.kernel.ids import slug
from reelmake.materials.shipped import shipped

_SNAKEFILE = '''"""This workspace is built by the rules of reelmake."""

from reelmake.materials.shipped import shipped


include: shipped("Snakefile")
'''
"""The rules are looked up in the reelmake that runs, so a workspace outlives a move or an upgrade of it."""


def lay_out(root: Path, title: str) -> list[str]:
    """Write a new workspace's files into ``root``; return their names. A directory in use is refused."""
    if root.exists() and any(root.iterdir()):
        raise Conflict(
            "this directory is not empty",
            where=str(root),
            allowed="a new or empty directory",
            remedy="name another one; nothing was written",
            reason="NOT_EMPTY",
        )
    template = shipped("templates", "workspace")
    written = []
    for source in sorted(path for path in template.rglob("*") if path.is_file()):
        relative = source.relative_to(template)
        write_atomic(root / relative, _filled(source, title))
        written.append(str(relative))
    write_atomic(root / "Snakefile", _SNAKEFILE.encode())
    return [*written, "Snakefile"]


def _filled(source: Path, title: str) -> bytes:
    if source.name != "project.yaml":
        return source.read_bytes()
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 YAML, and every value passes tojson
    text = environment.from_string(source.read_text(encoding="utf-8")).render(series_id=slug(title), title=title)
    return text.encode()
