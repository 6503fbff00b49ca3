"""Where the shipped files are: templates, schemas, rules and scripts, in a checkout or in a wheel."""

from __future__ import annotations

from pathlib import Path

from reelmake.kernel.installation import shipped_root


def shipped(*parts: str) -> Path:
    """Return the path of one shipped file or directory."""
    return shipped_root().joinpath(*parts)
