"""The licence records of the library's files: one beside each file, or one for a whole directory."""

from __future__ import annotations

import re
from pathlib import Path

from reelmake.crafts.assets.file_type import UnusableFile
from reelmake.documents.library import Licence, LicenceRecord
from reelmake.kernel.errors import ReelmakeError, one_line

FILE_RECORD_SUFFIX = ".licence.yaml"
DIRECTORY_RECORD = "licence.yaml"


_EXPIRES = re.compile(rb"""^expires:\s*["']?([0-9]{4}-[0-9]{2}-[0-9]{2})""", re.MULTILINE)


def last_expiry_before(directory: Path, today: str) -> str:
    """Return the latest day, before ``today``, on which a licence in ``directory`` ended; empty if none has ended.

    As long as the result is the same, no further file has become unusable.
    """
    days = [day for path in directory.rglob(f"*{DIRECTORY_RECORD}") if (day := _expiry_of(path)) < today]
    return max(days, default="")


def _expiry_of(record: Path) -> str:
    """Return the day on which a record's licence ends. Every start reads all records, so the YAML is not parsed."""
    try:
        stated = _EXPIRES.search(record.read_bytes()) if record.is_file() else None
    except OSError:
        stated = None
    return stated[1].decode() if stated else ""


def require_in_force(licence: Licence, today: str) -> None:
    """Raise ``UnusableFile`` if the licence ended before ``today``."""
    ended = licence.expires
    if ended and ended < today:
        raise UnusableFile(
            f"its licence ended on {ended}", "renew it and correct expires in its record, or use another"
        )


class Licences:
    """Finds the licence records of one workspace; records with equal content are parsed once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._by_content: dict[bytes, Licence] = {}

    def of(self, path: Path) -> Licence:
        """Return the licence of the file at ``path``; raise ``UnusableFile`` if it has no valid record."""
        own = path.with_name(path.name + FILE_RECORD_SUFFIX)
        for record in (own, path.with_name(DIRECTORY_RECORD)):
            if record.is_file():
                return self._read(record)
        name = one_line(own.name)
        raise UnusableFile(
            "it has no licence record, and files of unknown licence are never used",
            f"write {name} beside it (license_type, attribution …), or {DIRECTORY_RECORD} for all files there",
        )

    def _read(self, record: Path) -> Licence:
        from reelmake.documents.yaml.files import load_yaml

        shown = record.relative_to(self._root).as_posix()
        if not record.resolve().is_relative_to(self._root.resolve()):
            raise UnusableFile(
                f"its licence record {shown} is a link to a place outside the workspace", "copy it there"
            )
        try:
            content = record.read_bytes()
            known = self._by_content.get(content)
            if known is None:
                known = Licence.model_validate(load_yaml(LicenceRecord, record).model_dump())
                self._by_content[content] = known
        except ReelmakeError as error:
            message = " ".join(f"{error.where}: {error.what}".replace(str(record), shown).split())
            raise UnusableFile(f"its licence record is invalid: {message}", _remedy(error, shown)) from error
        except OSError as error:
            raise UnusableFile(
                f"its licence record {shown} cannot be read ({error.strerror})", "make it readable"
            ) from error
        return known


def _remedy(error: ReelmakeError, shown: str) -> str:
    allowed = f"; allowed: {error.allowed}" if error.allowed else ""
    return f"correct {shown}{allowed}"
