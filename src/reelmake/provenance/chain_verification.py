"""Verifying a chain: every entry's form, place and signature, and that none is missing at the end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from reelmake.documents.base import Document
from reelmake.documents.chain import ChainHead
from reelmake.kernel.digest import canonical_bytes, digest_bytes
from reelmake.kernel.errors import ReelmakeError, Unsupported
from reelmake.provenance.chain_files import ChainFiles, Content
from reelmake.provenance.chain_kind import Chain, ChainKind, E
from reelmake.provenance.signing_keys import is_signed

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class ChainEnd(Generic[E]):
    """A verified head and the entry it names."""

    head: ChainHead
    entry: E
    line: bytes


@dataclass(frozen=True)
class _Reader(Generic[E]):
    kind: ChainKind[E]
    path: Path

    def document(self, model: type[D], line: bytes, number: int) -> tuple[D, dict[str, Any]]:
        """Return a line as a document and as data; refuse any form of JSON but the canonical one."""
        try:
            data = json.loads(line)
            as_written = isinstance(data, dict) and canonical_bytes(data) + b"\n" == line
        except (ValueError, TypeError, RecursionError):
            as_written = False
        if not as_written:
            raise self.broken(number, "this line is not canonical JSON, as every entry was written")
        try:
            return model.from_data(data, f"{self.path}:{number}"), data
        except Unsupported:
            raise
        except ReelmakeError as error:
            raise self.broken(number, error.what) from error

    def broken(self, line: int, what: str) -> ReelmakeError:
        return self.kind.broken(self.path, line, what)


def verified(content: Content, kind: ChainKind[E], files: ChainFiles) -> Chain[E]:
    """Return the entries of a chain; raise InvariantViolated where one was edited, moved or removed."""
    path = content.path or files.path
    if content.head is None:
        return _without_head(content.entries, _Reader(kind, path))
    end = verified_end(content.head, kind, files.head_path)
    lines = committed_lines(content, end, kind, path)
    return _chain([*lines, end.line], _Reader(kind, path))


def verified_end(head_file: bytes, kind: ChainKind[E], head_path: Path) -> ChainEnd[E]:
    """Return a chain's head and last entry from the bytes of the head's file."""
    reader = _Reader(kind, head_path)
    lines = head_file.splitlines(keepends=True)
    if len(lines) != 2:
        raise reader.broken(1, "this file must hold two lines, the signed head and the last entry")
    head, data = reader.document(kind.head, lines[0], 1)
    if not is_signed(kind.signed_bytes(data), head.signature, head.key):
        raise reader.broken(1, "the signature of the head does not match")
    entry, _data = reader.document(kind.entry, lines[1], 2)
    if digest_bytes(lines[1]) != head.last or entry.number != head.count or entry.key != head.key:
        raise reader.broken(2, "this is not the last entry that the head names")
    return ChainEnd(head, entry, lines[1])


def committed_lines(content: Content, end: ChainEnd[E], kind: ChainKind[E], path: Path) -> list[bytes]:
    """Return the entries before the last; a last one that was not written, or not whole, is in the head."""
    whole, partial = _lines(content.entries or b"")
    count = end.head.count
    rest = b"".join(whole[count - 1 :]) + partial
    if len(whole) < count - 1 or (len(whole) > count and not content.head_moved):
        line = min(len(whole), count) + 1
        raise kind.broken(path, line, f"the signed head counts {count} {kind.plural}, and {len(whole)} are here")
    if not end.line.startswith(rest) and not (content.head_moved and rest.startswith(end.line)):
        raise kind.broken(path, count, "this is not the last entry that the signed head names")
    return whole[: count - 1]


def _without_head(entries: bytes | None, reader: _Reader[E]) -> Chain[E]:
    """Return a chain that has no head: none at all, or one from before entries were signed."""
    if entries is None:
        return Chain()
    lines, partial = _lines(entries)
    if not lines or partial or not reader.kind.unsigned_start:
        raise reader.broken(len(lines) + 1, "its signed head is missing")
    chain = _chain(lines, reader)
    if chain.entries[-1].key:
        raise reader.broken(len(lines), "its signed head is missing")
    return chain


def _chain(lines: list[bytes], reader: _Reader[E]) -> Chain[E]:
    entries: list[E] = []
    digests: list[str] = []
    may_be_unsigned = reader.kind.unsigned_start
    for number, line in enumerate(lines, start=1):
        entry, data = reader.document(reader.kind.entry, line, number)
        if entry.number != number or entry.previous != (digests[-1] if digests else ""):
            raise reader.broken(number, "this entry does not follow the one before it")
        if problem := reader.kind.problem_of(entry):
            raise reader.broken(number, problem)
        may_be_unsigned = may_be_unsigned and not entry.key
        if not may_be_unsigned and not is_signed(reader.kind.signed_bytes(data), entry.signature, entry.key):
            raise reader.broken(number, "the signature of this entry does not match")
        entries.append(entry)
        digests.append(digest_bytes(line))
    return Chain(tuple(entries), tuple(digests))


def _lines(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the complete lines, and what follows the last of them."""
    *lines, partial = data.split(b"\n")
    return [line + b"\n" for line in lines], partial
