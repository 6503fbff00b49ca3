"""Filtergraphs from the shipped templates. Numbers and switches go in, never words of a script."""

from __future__ import annotations

from reelmake.materials.templating import templates


def filtergraph(template: str, **values: int | str) -> str:
    """Return the filtergraph of ``templates/ffmpeg/<template>.graph.j2`` filled with ``values``."""
    # What is rendered is read by ffmpeg, not by a browser: there is nothing to escape for.
    return templates("ffmpeg", markup=False).get_template(f"{template}.graph.j2").render(**values)
