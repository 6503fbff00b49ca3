"""The local library: every file under ``assets/``, either usable with its licence or refused with a reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from reelmake.crafts.assets.configured_file import require_inside
from reelmake.crafts.assets.file_names import MEDIA_OF, parse_library_path
from reelmake.crafts.assets.file_type import UnusableFile
from reelmake.crafts.assets.licences import DIRECTORY_RECORD, FILE_RECORD_SUFFIX, Licences, require_in_force
from reelmake.crafts.assets.media_check import MediaFacts, check_media
from reelmake.documents.library import Library, LibraryAsset, RefusedAsset
from reelmake.kernel.errors import one_line
from reelmake.kernel.ids import trace_id

ROOT = "assets"
TRACE = trace_id("library", ROOT)
"""The library belongs to no episode, so it has its own trace id."""
_RIGHT_DIRECTORIES = (
    "sounds belong in assets/music/ or assets/sfx/, pictures in character, location or prop, videos in location"
)


def index_library(
    workspace: Path, *, digest_of: Callable[[Path], str], previous: Library | None = None, today: str = ""
) -> Library:
    """Return the index of ``<workspace>/assets/``: each file usable or refused, sorted by path. It never fails.

    Files whose digest is in ``previous``, an earlier index, are not opened again. A licence that ended before ``today``
    counts as missing.
    """
    checked = {
        asset.digest: MediaFacts(asset.media, asset.format, asset.width, asset.height, asset.cut_out)
        for asset in (previous.assets if previous else ())
    }
    licences = Licences(workspace)
    home = workspace.resolve()
    assets: list[LibraryAsset] = []
    refused: list[RefusedAsset] = []
    for entry in _files(workspace / ROOT, home):
        name = PurePosixPath(entry.relative_to(workspace).as_posix())
        try:
            asset = _usable(entry, name, home, licences, digest_of, checked)
            require_in_force(asset.licence, today)
            assets.append(asset)
        except UnusableFile as problem:
            refused.append(RefusedAsset(path=_printable(str(name)), why=problem.why, remedy=problem.remedy))
        except OSError as error:
            why = f"it cannot be read ({error.strerror or 'unreadable'})"
            refused.append(RefusedAsset(path=_printable(str(name)), why=why, remedy="make it readable, or remove it"))
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
    checked: dict[str, MediaFacts],
) -> LibraryAsset:
    """Return one file's record. Cheap checks come first, so that special files are never opened."""
    if path.is_symlink():
        require_inside(path, home)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode) and path.is_symlink():
        raise UnusableFile(
            "it is a link to a directory, which is not followed", "make it a directory and link the files in it"
        )
    if stat.S_ISDIR(mode):
        raise UnusableFile("the directory cannot be read", "make it readable, or remove it")
    if not stat.S_ISREG(mode):
        raise UnusableFile("it is not a regular file", "remove it")
    parsed = parse_library_path(name)
    digest = digest_of(path)
    facts = checked.get(digest)
    if facts is None:
        facts = checked[digest] = check_media(path)
    if facts.media not in MEDIA_OF[parsed.kind]:
        raise UnusableFile(f"it is {_media_name(facts.media)} in assets/{name.parts[1]}/", _RIGHT_DIRECTORIES)
    licence = licences.of(path)
    return LibraryAsset(
        path=str(name),
        digest=digest,
        media=facts.media,
        format=facts.format,
        kind=parsed.kind,
        subject_id=parsed.subject_id,
        tags=parsed.tags,
        width=facts.width,
        height=facts.height,
        cut_out=facts.cut_out,
        licence=licence,
    )


def _files(directory: Path, home: Path) -> Iterator[Path]:
    """Yield the files and links below ``directory`` that must be checked: no hidden files, notes or licence records."""
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
    return name.lower().endswith(".md") or name.endswith(FILE_RECORD_SUFFIX) or name == DIRECTORY_RECORD


def _printable(path: str) -> str:
    return one_line(path, limit=300)


def _media_name(media: str) -> str:
    return {"picture": "a picture", "video": "a video", "audio": "a sound"}[media]
