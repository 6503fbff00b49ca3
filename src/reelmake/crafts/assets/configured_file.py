"""Files outside ``assets/`` that the configuration names; they need a licence record like the library's files."""

from __future__ import annotations

from pathlib import Path

from reelmake.crafts.assets.file_type import UnusableFile
from reelmake.crafts.assets.licences import Licences, require_in_force
from reelmake.documents.library import Licence


def licence_of_configured_file(workspace: Path, relative: str, *, today: str) -> Licence:
    """Return the licence of the workspace's file ``relative``; raise ``UnusableFile`` if it may not be used."""
    path = workspace / relative
    require_inside(path, workspace.resolve())
    if not path.is_file():
        raise UnusableFile("it is not a regular file", "put the file itself there")
    licence = Licences(workspace).of(path)
    require_in_force(licence, today)
    return licence


def require_inside(path: Path, home: Path) -> None:
    """Refuse a path that does not exist, and a link to a place outside ``home``."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        if not path.is_symlink():
            raise UnusableFile("it does not exist", "put it there, or correct the path") from error
        raise UnusableFile("it is a broken link", "copy the file there, or remove the link") from error
    if not target.is_relative_to(home):
        raise UnusableFile(
            "it is a link to a place outside the workspace",
            "copy the file itself there; links may only point inside the workspace",
        )
