"""The base of every document: frozen, versioned, traced, and written in one canonical form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reelmake.kernel.digest import DIGEST_PATTERN, canonical_bytes, digest_bytes
from reelmake.kernel.errors import NotFound, Unsupported, ValidationFailed
from reelmake.kernel.files import write_atomic, write_if_changed
from reelmake.kernel.installation import build_command

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
_UPGRADES: dict[tuple[str, int], Upgrade] = {}


class FrozenModel(BaseModel):
    """A frozen part of a document. Readers ignore fields they do not know and refuse missing ones."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False, defer_build=True)


class Parent(FrozenModel):
    """A document or object this one was made from."""

    role: str = Field(description="What the parent is to this document: script, voice, shotlist …")
    digest: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the parent's bytes")


class Document(FrozenModel):
    """A typed artifact. Equal content is equal bytes; it does not contain when or where it was made."""

    kind: ClassVar[str]
    version: ClassVar[str] = "1.0.0"

    document: str = Field(default="", description="The kind of document this is")
    schema_version: str = Field(default="", description="Semantic version of its schema")
    trace_id: str = Field(description="The id under which everything made for one episode is traced")
    parents: tuple[Parent, ...] = Field(default=(), description="What this document was made from")

    def model_post_init(self, _context: object) -> None:
        object.__setattr__(self, "document", self.kind)
        # This program writes its own version: fields that a newer minor version added were not read.
        object.__setattr__(self, "schema_version", self.version)

    def to_bytes(self) -> bytes:
        """Return this document as canonical JSON with a final newline."""
        return canonical_bytes(self.model_dump(mode="json")) + b"\n"

    @property
    def content_digest(self) -> str:
        """Return the blake3 of the document's bytes."""
        return digest_bytes(self.to_bytes())

    def as_parent(self, role: str = "") -> Parent:
        """Return the reference another document keeps to this one."""
        return Parent(role=role or self.kind, digest=self.content_digest)

    def save(self, path: Path | str) -> None:
        """Write the document atomically."""
        write_atomic(Path(path), self.to_bytes())

    def save_if_changed(self, path: Path | str) -> bool:
        """Write the document unless the file already has this content; return whether it was written."""
        return write_if_changed(Path(path), self.to_bytes())

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a document from a file, upgrading it from an older major version if possible."""
        where = Path(path)
        try:
            return cls.from_bytes(where.read_bytes(), str(path))
        except FileNotFoundError as error:
            raise NotFound(
                f"there is no {cls.kind} document",
                where=str(path),
                remedy=f"build it: {build_command(str(path))}",
                reason="DOCUMENT_MISSING",
            ) from error

    @classmethod
    def from_bytes(cls, data: bytes, where: str) -> Self:
        """Read a document from its bytes; ``where`` is the file or line that errors name."""
        try:
            raw = json.loads(data)
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise _invalid(f"this is not JSON ({error})", where, f"a {cls.kind} document") from error
        if not isinstance(raw, dict):
            raise _invalid("this is not a JSON object", where, f"a {cls.kind} document")
        return cls.from_data(raw, where)

    @classmethod
    def from_data(cls, raw: dict[str, Any], where: str) -> Self:
        """Read a document from plain data, checking its kind, its version and every field."""
        if raw.get("document", cls.kind) != cls.kind:
            raise _invalid(f"this is a {raw['document']!r} document", where, f"a {cls.kind} document")
        raw = _upgraded(cls, raw, where)
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            raise _invalid(_problems(error), where, f"schema {cls.kind} {cls.version}") from error


def upgrade(document: type[Document], from_major: int) -> Callable[[Upgrade], Upgrade]:
    """Register the function that upgrades a document of major version ``from_major`` to the next one."""

    def register(function: Upgrade) -> Upgrade:
        _UPGRADES[document.kind, from_major] = function
        return function

    return register


def _upgraded(cls: type[Document], raw: dict[str, Any], where: str) -> dict[str, Any]:
    stated = str(raw.get("schema_version") or "")
    ours = int(cls.version.split(".")[0])
    if not stated:
        raise _invalid("schema_version is missing", where, cls.version)
    numbers = stated.split(".")
    if len(numbers) != 3 or not all(number.isascii() and number.isdigit() for number in numbers):
        raise _invalid(f"schema_version {stated!r} is not MAJOR.MINOR.PATCH", where, cls.version)
    major = int(numbers[0])
    while major < ours:
        step = _UPGRADES.get((cls.kind, major))
        if step is None:
            raise Unsupported(
                f"{cls.kind} {stated} is too old for this program to read",
                where=where,
                allowed=f"{ours}.x",
                remedy="build it again from its sources, or convert it with a release that still reads it",
                reason="UNSUPPORTED_MAJOR_VERSION",
            )
        raw = step(raw)
        major += 1
        raw = {**raw, "schema_version": f"{major}.0.0"}
    if major > ours:
        raise Unsupported(
            f"{cls.kind} {stated} was written by a newer program",
            where=where,
            allowed=f"{ours}.x",
            remedy="update reelmake",
            reason="UNSUPPORTED_MAJOR_VERSION",
        )
    return raw


def _invalid(what: str, where: str, allowed: str) -> ValidationFailed:
    remedy = "delete it and build it again from its sources"
    return ValidationFailed(what, where=where, allowed=allowed, remedy=remedy, reason="DOCUMENT_INVALID")


def _problems(error: ValidationError) -> str:
    lines = []
    for problem in error.errors()[:8]:
        place = ".".join(str(part) for part in problem["loc"]) or "the document"
        lines.append(f"{place}: {problem['msg']}")
    more = error.error_count() - len(lines)
    return "; ".join(lines) + (f"; and {more} more" if more > 0 else "")
