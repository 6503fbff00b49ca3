"""The page as HTML: a template that escapes whatever the documents say."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from reelmake.crafts.player.content import Page
from reelmake.materials.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


def render_page(page: Page) -> str:
    """Return the page's HTML. Its policy lets nothing run but its own script and nothing be fetched from elsewhere."""
    style, script = _part("page.css.j2"), _part("page.js.j2")
    data = {
        "rate": list(page.rate),
        "frames": page.frames,
        "shots": [{"id": item.shot.id, "start": item.shot.start} for item in page.shots],
        "captions": page.captions,
        "language": page.language,
        "shown": not page.captions_in_picture,
    }
    template = _environment().get_template("page.html.j2")
    return template.render(
        page=page, data=data, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script)
    )


def _part(name: str) -> str:
    return shipped("templates", "page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    from reelmake.materials.templating import templates

    environment = templates("page", markup=True).overlay(trim_blocks=True, lstrip_blocks=True)
    environment.filters["size"] = _size
    return environment


def _size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(count // 1000, 1)} kB"
