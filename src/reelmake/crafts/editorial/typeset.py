"""Pages that Typst typesets from a template and plain data; the action has only the fonts its text needs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping

from reelmake.actions import tools
from reelmake.actions.fonts import font_input
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.materials.fonts.files import fonts_for
from reelmake.materials.shipped import shipped

RECIPE = 1


def typeset_tool() -> tools.Tool:
    """Return the tool that typesets pages."""
    return tools.python_tool("typeset", "reelmake.crafts.editorial.typeset_tool", ("typst",))


def typeset_action(
    kind: str,
    template: str,
    data: Mapping[str, object],
    *,
    pictures: Mapping[str, FromAction] | None = None,
    ppi: int = 0,
    subject: str,
) -> Action:
    """Return the action that typesets ``data`` with a shipped template: a PDF, or with ``ppi`` a PNG.

    ``data`` may contain integers, strings, lists and mappings; the template finds ``pictures`` in ``in/`` by name.
    """
    fonts = fonts_for(_texts(data))
    inputs: dict[str, FromFile | FromAction] = dict(pictures or {})
    inputs |= {font.filename: font_input(font) for font in fonts}
    tool = typeset_tool()
    page = {**data, "fonts": [font.family for font in fonts]}
    return Action(
        kind=kind,
        recipe=RECIPE,
        pipeline=(tool.command(*(("png", str(ppi)) if ppi else ("pdf",))),),
        inputs=inputs,
        texts={
            "page.typ": shipped("templates", "papers", f"{template}.typ").read_text(encoding="utf-8"),
            "page.json": json.dumps(page, sort_keys=True, ensure_ascii=False),
        },
        extension="png" if ppi else "pdf",
        subject=subject,
    )


def directed_text(text: str) -> dict[str, str]:
    """Return a text and its direction, in the form that the templates expect."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return {"text": text, "dir": "rtl"}
        if direction == "L":
            break
    return {"text": text, "dir": "ltr"}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
