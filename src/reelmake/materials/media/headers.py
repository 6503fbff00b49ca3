"""Facts read from the headers of media files: frames of an MP4, samples of a WAV, the size of a PNG.

The runner checks every result with these, so they need no decoder. They raise ValueError for a file that is truncated
or contradicts itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_MOST_INDEX_BYTES = 256 << 20


def frame_count(path: Path) -> int:
    """Return the number of frames in an MP4's first video track."""
    for track in _boxes(_moov(path), b"trak"):
        for media in _boxes(track, b"mdia"):
            if any(bytes(box[8:12]) == b"vide" for box in _boxes(media, b"hdlr")):
                return _samples_of(media)
    raise ValueError("the MP4 file has no video track")


def wav_samples(path: Path) -> int:
    """Return the length of a PCM WAV in samples per channel."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            raise ValueError("this is not a WAV file")
        size = _size(file)
        block: int = 0
        while file.tell() + 8 <= size:
            name, length = struct.unpack("<4sI", file.read(8))
            if file.tell() + length > size:
                raise ValueError("the WAV file is cut short")
            if name == b"fmt " and length >= 16:
                (block,) = struct.unpack("<12xH", file.read(14))
                file.seek(length - 14, 1)
            elif name == b"data":
                if block == 0 or length % block:
                    raise ValueError("the WAV file's header does not match its data")
                return int(length // block)
            else:
                file.seek(length, 1)
            file.seek(length & 1, 1)
    raise ValueError("the WAV file contains no sound")


def png_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a PNG that is not truncated."""
    with path.open("rb") as file:
        head = file.read(24)
        if len(head) < 24 or head[:8] != _PNG_START or head[12:16] != b"IHDR":
            raise ValueError("this is not a PNG file")
        file.seek(-min(len(_PNG_END), _size(file)), 2)
        if file.read() != _PNG_END:
            raise ValueError("the PNG file is cut short")
    width, height = struct.unpack(">II", head[16:24])
    if not width or not height:
        raise ValueError("the PNG file has no area")
    return width, height


def _samples_of(media: memoryview) -> int:
    """Return a track's number of samples, on which its tables of times and of sizes must agree."""
    for info in _boxes(media, b"minf"):
        for table in _boxes(info, b"stbl"):
            times, sizes = next(_boxes(table, b"stts"), None), next(_boxes(table, b"stsz"), None)
            if times is None or sizes is None or len(times) < 8 or len(sizes) < 12:
                break
            runs = int(struct.unpack_from(">I", times, 4)[0])
            if len(times) < 8 + 8 * runs:
                break
            counted = sum(struct.unpack_from(f">{2 * runs}I", times, 8)[::2])
            if counted != struct.unpack_from(">I", sizes, 8)[0]:
                raise ValueError("the MP4 file's index contradicts itself")
            return int(counted)
    raise ValueError("the MP4 file's index is damaged")


def _moov(path: Path) -> memoryview:
    """Return the index of an MP4 whose boxes fill the file exactly."""
    with path.open("rb") as file:
        size, place, index = _size(file), 0, b""
        while place < size:
            file.seek(place)
            head = file.read(16)
            if len(head) < 8:
                raise ValueError("the MP4 file is cut short")
            length, name = struct.unpack_from(">I4s", head)
            header = 8
            if length == 1 and len(head) == 16:
                length, header = int(struct.unpack_from(">Q", head, 8)[0]), 16
            if length < header or place + length > size:
                raise ValueError("the MP4 file is cut short, or this is not an MP4 file")
            if name == b"moov":
                if length > _MOST_INDEX_BYTES:
                    raise ValueError("the MP4 file's index is too large")
                file.seek(place + header)
                index = file.read(length - header)
            place += length
    if not index:
        raise ValueError("the MP4 file has no index")
    return memoryview(index)


def _boxes(data: memoryview, wanted: bytes) -> Iterator[memoryview]:
    """Yield the content of each top-level box named ``wanted`` in ``data``."""
    place = 0
    while place + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        if length < 8 or place + length > len(data):
            raise ValueError("the MP4 file's index is damaged")
        if name == wanted:
            yield data[place + 8 : place + length]
        place += length


def _size(file: BinaryIO) -> int:
    place = file.tell()
    size = file.seek(0, 2)
    file.seek(place)
    return size
