"""Reads the canon from ``story/canon.yaml``."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.canon import Canon
from reelmake.kernel.errors import NotFound


def load_canon(path: Path | str) -> Canon:
    """Read the canon; every mistake is reported with its line."""
    from reelmake.documents.yaml.files import load_yaml

    try:
        return load_yaml(Canon, path)
    except NotFound as error:
        raise NotFound(
            "there is no canon",
            where=str(path),
            allowed="a YAML file with version, characters and locations",
            remedy=f"write {path}; a first version needs only the line `version: 1`",
            reason="CANON_MISSING",
        ) from error
