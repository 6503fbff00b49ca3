"""Reads a screenplay in either format, which the file name's suffix decides."""

from __future__ import annotations

from collections.abc import Mapping

from reelmake.crafts.story.fdx import parse_fdx
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.documents.numbering import Numbering
from reelmake.documents.script import Script

_PARSERS = {".fountain": parse_fountain, ".fdx": parse_fdx}


def parse_screenplay(
    data: bytes,
    *,
    path: str,
    episode: str,
    series: str,
    character_ids: Mapping[str, str] | None = None,
    location_ids: Mapping[str, str] | None = None,
    numbering: Numbering | None = None,
) -> Script:
    """Read a Fountain or Final Draft screenplay; raise ValidationFailed, with the line, if it cannot be read."""
    suffix = path[path.rfind(".") :].lower()
    parse = _PARSERS.get(suffix, parse_fountain)
    return parse(
        data,
        path=path,
        episode=episode,
        series=series,
        character_ids=character_ids,
        location_ids=location_ids,
        numbering=numbering,
    )
