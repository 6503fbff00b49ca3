"""The local library: every file under ``assets/``, usable with its licence or refused with a reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from reelmake.crafts.assets.configured_file import require_inside
from reelmake.crafts.assets.file_names import MEDIA_OF, read_name
from reelmake.crafts.assets.file_type import Unusable
from reelmake.crafts.assets.licences import SHARED, SUFFIX, Licences, require_in_force
from reelmake.crafts.assets.media_check import Look, look_at
from reelmake.documents.library import Library, LibraryAsset, RefusedAsset
from reelmake.kernel.errors import one_line
from reelmake.kernel.ids import trace_id

ROOT = "assets"
TRACE = trace_id("library", ROOT)
"""The library belongs to no episode, so it is traced under an id of its own."""
_SOUND_KINDS = (
    "sounds belong in assets/music/ or assets/sfx/, pictures in character, location or prop, films in location"
)


def index_library(
    workspace: Path, *, digest_of: Callable[[Path], str], known: Library | None = None, today: str = ""
) -> Library:
    """Return what lies under ``<workspace>/assets/``: each file usable or refused, in order of path. It never fails.

    Files whose digest stands in ``known``, an earlier index, are not looked into again. Licences that ended before
    ``today`` are none.
    """
    seen = {
        asset.digest: Look(asset.media, asset.format, asset.width, asset.height, asset.cut_out)
        for asset in (known.assets if known else ())
    }
    licences = Licences(workspace)
    home = workspace.resolve()
    assets: list[LibraryAsset] = []
    refused: list[RefusedAsset] = []
    for entry in _files(workspace / ROOT, home):
        name = PurePosixPath(entry.relative_to(workspace).as_posix())
        try:
            asset = _usable(entry, name, home, licences, digest_of, seen)
            require_in_force(asset.licence, today)
            assets.append(asset)
        except Unusable as problem:
            refused.append(RefusedAsset(path=_shown(str(name)), why=problem.why, remedy=problem.remedy))
        except OSError as error:
            why = f"it cannot be read ({error.strerror or 'unreadable'})"
            refused.append(RefusedAsset(path=_shown(str(name)), why=why, remedy="make it readable, or remove it"))
    return Library(
        trace_id=TRACE,
        assets=tuple(sorted(assets, key=lambda asset: asset.path)),
        refused=tuple(sorted(refused, key=lambda asset: asset.path)),
    )


def _usable(
    path: Path,
    name: PurePosixPath,
    home: Path,
    licences: Licences,
    digest_of: Callable[[Path], str],
    seen: dict[str, Look],
) -> LibraryAsset:
    """Return one file's record. The cheap questions come first, so that no strange file is opened at all."""
    if path.is_symlink():
        require_inside(path, home)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode) and path.is_symlink():
        raise Unusable(
            "it is a link to a directory, which is not followed", "make it a directory; link the files in it"
        )
    if stat.S_ISDIR(mode):
        raise Unusable("the directory cannot be read", "make it readable, or remove it")
    if not stat.S_ISREG(mode):
        raise Unusable("it is no regular file", "remove it")
    said = read_name(name)
    digest = digest_of(path)
    look = seen.get(digest)
    if look is None:
        look = seen[digest] = look_at(path)
    if look.media not in MEDIA_OF[said.kind]:
        raise Unusable(f"it is {_article(look.media)} in assets/{name.parts[1]}/", _SOUND_KINDS)
    licence = licences.of(path)
    return LibraryAsset(
        path=str(name),
        digest=digest,
        media=look.media,
        format=look.format,
        kind=said.kind,
        subject_id=said.subject_id,
        tags=said.tags,
        width=look.width,
        height=look.height,
        cut_out=look.cut_out,
        licence=licence,
    )


def _files(directory: Path, home: Path) -> Iterator[Path]:
    """Yield the files and links below ``directory`` that need judging: no hidden ones, notes or licences."""
    if directory.is_symlink() and not directory.resolve().is_relative_to(home):
        yield directory
        return
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield directory
        return
    for entry in entries:
        if entry.name.startswith(".") or _is_note(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), home)
        else:
            yield Path(entry.path)


def _is_note(name: str) -> bool:
    return name.lower().endswith(".md") or name.endswith(SUFFIX) or name == SHARED


def _shown(path: str) -> str:
    return one_line(path, limit=300)


def _article(media: str) -> str:
    return {"picture": "a picture", "video": "a film", "audio": "a sound"}[media]
