"""Filtergraphs from the shipped templates. Numbers and switches go in, never words of a script."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reelmake.resources import shipped


def filtergraph(template: str, **values: int | str) -> str:
    """Return the filtergraph of ``templates/ffmpeg/<template>.graph.j2`` filled with ``values``."""
    return _environment().get_template(f"{template}.graph.j2").render(**values)


@cache
def _environment() -> Environment:
    # What is rendered is read by ffmpeg, not by a browser: there is nothing to escape for.
    return Environment(
        loader=FileSystemLoader(shipped("templates", "ffmpeg")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
    )
