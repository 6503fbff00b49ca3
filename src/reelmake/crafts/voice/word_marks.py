"""Where each word lies in a WAV, kept in the file itself as cue points, which audio editors show as markers.

A tool that speaks writes them behind its samples, and players pass over them. A changed form is a new recipe of the
engines.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class WordMark:
    """One spoken word and the samples it fills."""

    text: str
    start: int
    end_exclusive: int


def add_marks(path: Path, marks: Sequence[WordMark]) -> None:
    """Append the marks of a line's words to its WAV file."""
    if not marks:
        return
    points = b"".join(
        struct.pack("<II4sIII", number, mark.start, b"data", 0, 0, mark.start) for number, mark in enumerate(marks, 1)
    )
    notes = b"".join(
        _chunk(b"labl", struct.pack("<I", number) + mark.text.encode() + b"\0")
        + _chunk(b"ltxt", struct.pack("<II4sHHHH", number, mark.end_exclusive - mark.start, b"rgn ", 0, 0, 0, 0))
        for number, mark in enumerate(marks, 1)
    )
    added = _chunk(b"cue ", struct.pack("<I", len(marks)) + points) + _chunk(b"LIST", b"adtl" + notes)
    with path.open("r+b") as file:
        file.seek(0, 2)
        if file.tell() % 2:
            file.write(b"\0")
        file.write(added)
        size = file.tell()
        file.seek(4)
        file.write(struct.pack("<I", size - 8))


def marks_of(path: Path) -> tuple[WordMark, ...]:
    """Return the marks a WAV file holds, in order; none if it holds none, or none that can be believed."""
    starts: dict[int, int] = {}
    texts: dict[int, str] = {}
    lengths: dict[int, int] = {}
    try:
        for name, data in _chunks(path.read_bytes()[12:]):
            if name == b"cue ":
                count = struct.unpack_from("<I", data)[0]
                starts = dict(struct.unpack_from("<II", data, 4 + 24 * index) for index in range(count))
            elif name == b"LIST" and data[:4] == b"adtl":
                for kind, note in _chunks(data[4:]):
                    number = struct.unpack_from("<I", note)[0]
                    if kind == b"labl":
                        texts[number] = note[4:].split(b"\0")[0].decode()
                    elif kind == b"ltxt":
                        lengths[number] = struct.unpack_from("<I", note, 4)[0]
    except (struct.error, UnicodeDecodeError):
        return ()
    whole = sorted(number for number in starts if number in texts and number in lengths)
    marks = tuple(WordMark(texts[n], starts[n], starts[n] + lengths[n]) for n in whole)
    in_order = all(before.start <= after.start for before, after in pairwise(marks))
    return marks if in_order else ()


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
