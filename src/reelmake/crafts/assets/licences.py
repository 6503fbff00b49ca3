"""The licence record of each file of the library: beside it, or one for its whole directory."""

from __future__ import annotations

import re
from pathlib import Path

from reelmake.crafts.assets.file_type import Unusable
from reelmake.documents.library import Licence, LicenceRecord
from reelmake.kernel.errors import ReelmakeError, one_line

SUFFIX = ".licence.yaml"
SHARED = "licence.yaml"


_EXPIRES = re.compile(rb"""^expires:\s*["']?([0-9]{4}-[0-9]{2}-[0-9]{2})""", re.MULTILINE)


def ended_last(directory: Path, today: str) -> str:
    """Return the day on which the last of a library's licences to end before ``today`` did; empty when none has.

    While the answer is the same, time has refused no file of the library.
    """
    days = [day for path in directory.rglob(f"*{SHARED}") if (day := _end_of(path)) < today]
    return max(days, default="")


def _end_of(record: Path) -> str:
    """Return the day a licence record states; this is asked of every record at each start, so nothing is parsed."""
    try:
        stated = _EXPIRES.search(record.read_bytes()) if record.is_file() else None
    except OSError:
        stated = None
    return stated[1].decode() if stated else ""


def require_in_force(licence: Licence, today: str) -> None:
    """Refuse a licence that ended before ``today``: it is none."""
    ended = licence.expires
    if ended and ended < today:
        raise Unusable(f"its licence ended on {ended}", "renew it and correct expires in its record, or use another")


class Licences:
    """Finds licence records under one workspace; records of equal content are read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._by_content: dict[bytes, Licence] = {}

    def of(self, path: Path) -> Licence:
        """Return the licence of the file at ``path``; raise ``Unusable`` when it has none that can be read."""
        own = path.with_name(path.name + SUFFIX)
        for record in (own, path.with_name(SHARED)):
            if record.is_file():
                return self._read(record)
        name = one_line(own.name)
        raise Unusable(
            "it has no licence record, and an unknown licence never enters a manifest",
            f"write {name} beside it (license_type, attribution …), or {SHARED} for all files there",
        )

    def _read(self, record: Path) -> Licence:
        from reelmake.documents.yaml.files import load_yaml

        shown = record.relative_to(self._root).as_posix()
        if not record.resolve().is_relative_to(self._root.resolve()):
            raise Unusable(f"its licence record {shown} leads outside the workspace", "copy the record there")
        try:
            content = record.read_bytes()
            known = self._by_content.get(content)
            if known is None:
                known = Licence.model_validate(load_yaml(LicenceRecord, record).model_dump())
                self._by_content[content] = known
        except ReelmakeError as error:
            message = " ".join(f"{error.where}: {error.what}".replace(str(record), shown).split())
            raise Unusable(f"its licence record is broken: {message}", _remedy(error, shown)) from error
        except OSError as error:
            raise Unusable(f"its licence record {shown} cannot be read ({error.strerror})", "mend the file") from error
        return known


def _remedy(error: ReelmakeError, shown: str) -> str:
    allowed = f"; allowed: {error.allowed}" if error.allowed else ""
    return f"correct {shown}{allowed}"
