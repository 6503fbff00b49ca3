"""A file outside ``assets/`` that the configuration names: it needs a licence record as the library's files do."""

from __future__ import annotations

from pathlib import Path

from reelmake.crafts.assets.file_type import Unusable
from reelmake.crafts.assets.licences import Licences, require_in_force
from reelmake.documents.library import Licence


def licence_of_named(workspace: Path, relative: str, *, today: str) -> Licence:
    """Return the licence of a file that lies in the workspace; raise ``Unusable`` when it may not be used."""
    path = workspace / relative
    require_inside(path, workspace.resolve())
    if not path.is_file():
        raise Unusable("it is no regular file", "put the file itself there")
    licence = Licences(workspace).of(path)
    require_in_force(licence, today)
    return licence


def require_inside(path: Path, home: Path) -> None:
    """Refuse what is not there, and a link that leads out of the workspace."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        if not path.is_symlink():
            raise Unusable("it is not there", "put it there, or correct the path") from error
        raise Unusable("it is a link that leads nowhere", "copy the file there, or remove the link") from error
    if not target.is_relative_to(home):
        raise Unusable(
            "it is a link that leads outside the workspace",
            "copy the file itself there; links may only lead inside the workspace",
        )
