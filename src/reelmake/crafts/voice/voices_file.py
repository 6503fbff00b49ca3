"""A file of voices for Kokoro, as ``kokoro-onnx`` publishes them: an .npz with one array of styles for each voice.

It comes from anywhere, so nothing in it is believed: its arrays are of one shape and type, of numbers only, and no
larger than they have to be. Nothing in it is ever unpickled.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

SHAPE = (510, 1, 256)
"""A row of 256 numbers for each count of phonemes the model speaks at once."""
_ARRAY_BYTES = SHAPE[0] * SHAPE[1] * SHAPE[2] * 4
_HEADER_BYTES = 1024
_MOST_VOICES = 256
_MOST_BYTES = _MOST_VOICES * (_ARRAY_BYTES + _HEADER_BYTES)
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 16 * _MOST_VOICES
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,63})\.npy")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, LookupError, OverflowError)
"""What the standard library and numpy say of an archive or an array that is damaged or forged."""


class BadVoices(Exception):
    """A file that is no file of voices, and why."""


def voices_in(path: Path) -> tuple[str, ...]:
    """Return the names of the voices in a file, sorted, after looking at every number in it."""
    with _opened(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_VOICES:
            raise BadVoices(f"it holds {len(entries)} arrays; {_MOST_VOICES} voices are read at most")
        names = [_name(entry) for entry in entries]
        if not names or len(set(names)) < len(names):
            raise BadVoices("two voices in it have one name" if names else "it holds no voice")
        for entry, name in zip(entries, names, strict=True):
            _style(archive, entry, name)
    return tuple(sorted(names))


def style_of(path: Path, voice: str) -> Any:
    """Return one voice of a file, as the model takes it."""
    with _opened(path) as archive:
        try:
            entry = archive.getinfo(f"{voice}.npy")
        except KeyError:
            raise BadVoices(f"there is no voice {voice}") from None
        return _style(archive, entry, voice)


def _opened(path: Path) -> zipfile.ZipFile:
    """Open an archive, unless it is larger than the voices it may hold."""
    if path.stat().st_size > _MOST_BYTES:
        raise BadVoices(f"it is larger than {_MOST_BYTES >> 20} MiB, the size of {_MOST_VOICES} voices")
    data = path.read_bytes()
    # A list of contents takes many times its own size in memory: it is not read before it is known to be short.
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise BadVoices("it holds more than voices")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise BadVoices("it is no .npz file, or a part of it is missing") from error


def _name(entry: zipfile.ZipInfo) -> str:
    found = _NAME.fullmatch(entry.filename)
    if found is None:
        raise BadVoices(f"it holds {entry.filename[:60]!r}, which is no voice's array")
    return found[1]


def _style(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Any:
    import numpy

    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
        raise BadVoices(f"{name} is packed in a way that is not read here")
    if entry.file_size > _ARRAY_BYTES + _HEADER_BYTES:
        raise BadVoices(f"{name} is larger than a voice")
    try:
        with archive.open(entry) as packed:
            data = packed.read(_ARRAY_BYTES + _HEADER_BYTES)
        style = numpy.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except _BROKEN as error:
        raise BadVoices(f"{name} cannot be read: it is damaged, or no array of numbers") from error
    if style.shape != SHAPE or style.dtype != numpy.dtype("<f4"):
        found = " x ".join(map(str, style.shape)) or "one"
        wanted = " x ".join(map(str, SHAPE))
        raise BadVoices(f"{name} is {found} of {style.dtype.name}; a voice is {wanted} of float32")
    if not numpy.isfinite(style).all():
        raise BadVoices(f"{name} holds numbers that are none")
    return style
