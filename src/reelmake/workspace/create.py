"""Creates a workspace from the shipped template."""

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
"""Finds the rules in the running reelmake, so that a workspace survives a move or an upgrade of reelmake."""


def create_workspace(root: Path, title: str) -> list[str]:
    """Write the files of a new workspace into ``root`` and return their names; refuse a directory that is not empty."""
    if root.exists() and any(root.iterdir()):
        raise Conflict(
            "the directory is not empty",
            where=str(root),
            allowed="a new or empty directory",
            remedy="name another directory; nothing was written",
            reason="NOT_EMPTY",
        )
    template = shipped("templates", "workspace")
    written = []
    for source in sorted(path for path in template.rglob("*") if path.is_file()):
        relative = source.relative_to(template)
        write_atomic(root / relative, _file_content(source, title))
        written.append(str(relative))
    write_atomic(root / "Snakefile", _SNAKEFILE.encode())
    return [*written, "Snakefile"]


def _file_content(source: Path, title: str) -> bytes:
    """Return the content of a template file, with the title filled in where it is the project's configuration."""
    if source.name != "project.yaml":
        return source.read_bytes()
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 YAML, and every value passes tojson
    text = environment.from_string(source.read_text(encoding="utf-8")).render(series_id=slug(title), title=title)
    return text.encode()
