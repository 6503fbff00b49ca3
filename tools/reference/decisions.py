"""docs/adr/README.md: the list of decisions, from their headings."""

from __future__ import annotations

import re
from pathlib import Path

from tools.reference.markdown import wrapped

PATH = "docs/adr/README.md"
ROOT = Path(__file__).resolve().parents[2]
_TITLE = re.compile(r"^# (?:ADR )?0*(\d+)[:. ]+(.+)$", re.MULTILINE)
_HEAD = """# Decisions

Each page records one decision: its context, what was decided, and the consequence. A decision that no longer holds
stays, and says what replaced it. This list is generated from the pages: run `make regen`.
"""


def text() -> str:
    """Return the page."""
    return _HEAD + "\n" + "\n".join(_entry(path) for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))) + "\n"


def _entry(path: Path) -> str:
    found = _TITLE.search(path.read_text(encoding="utf-8"))
    if found is None or int(found[1]) != int(path.name[:3]):
        raise ValueError(f"{path.name} must begin with a heading such as: # {path.name[:3]} What was decided")
    return wrapped(f"[{path.name[:3]}]({path.name}): {found[2]}", "- ", "  ")
