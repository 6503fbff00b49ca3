"""Filtergraphs from the shipped templates. They take numbers and switches only, never text from a script."""

from __future__ import annotations

from reelmake.materials.templating import templates


def filtergraph(template: str, **values: int | str) -> str:
    """Return the filtergraph of ``templates/ffmpeg/<template>.graph.j2`` filled with ``values``."""
    # ffmpeg reads the result, not a browser: markup needs no escaping.
    return templates("ffmpeg", markup=False).get_template(f"{template}.graph.j2").render(**values)
