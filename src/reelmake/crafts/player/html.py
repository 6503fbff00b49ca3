"""The page as HTML, from a template that escapes all text from documents."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from reelmake.crafts.player.content import EpisodePage
from reelmake.materials.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


def render_page(page: EpisodePage) -> str:
    """Return the page's HTML. Its security policy allows only its own script and nothing from other places."""
    style, script = _template_text("page.css.j2"), _template_text("page.js.j2")
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


def _template_text(name: str) -> str:
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
    """Return a file size in kB or MB."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(count // 1000, 1)} kB"
