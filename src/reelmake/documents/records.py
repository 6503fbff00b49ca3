"""The registry's records: what each artifact was made from, by which run, when and where."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.action import DAY_PATTERN
from reelmake.documents.base import Document
from reelmake.kernel.digest import DIGEST_PATTERN, digest_bytes
from reelmake.kernel.errors import ValidationFailed


class ArtifactRecord(Document):
    """One making of one artifact. Records are only ever added; bytes that were made twice have two records."""

    kind: ClassVar[str] = "artifact_record"

    artifact: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the artifact's bytes")
    artifact_kind: str = Field(description="script, shotlist, clip, mux …")
    artifact_schema: str = Field(default="", description="Schema version, for documents")
    path: str = Field(description="Its path in the workspace")
    bytes: int = Field(ge=0)
    key: str = Field(default="", description="Key of the action that made it, for actions")
    parameters: dict[str, str] = Field(default={}, description="What it was made with: tool versions, profile")
    origin: str = Field(default="local", description="local or external: where it was computed")
    licence: str = Field(default="generated_local")
    licence_expires: str = Field(
        default="",
        pattern=DAY_PATTERN,
        description="Last day it may be kept; empty: unlimited",
    )
    status: str = Field(default="made", description="made, cached or delivered")
    run_id: str = ""
    site_id: str = "local"
    tenant_id: str = "default"
    host: str = ""
    started: str = ""
    ended: str = ""
    attempt: int = 1
    queue_wait_seconds: str = Field(
        default="", description="From when its inputs were ready to its start; empty: unknown"
    )
    cost: str = "0.00"
    seal: str = Field(
        default="",
        pattern=r"^([0-9a-f]{64})?$",
        description="In a cache: blake3 of this record with an empty seal, followed by the action beside it",
    )


def sealed(record: ArtifactRecord, action: bytes) -> ArtifactRecord:
    """Return a record with its seal, which reveals any change of the record or of ``action`` beside it."""
    bare = record.model_copy(update={"seal": ""})
    return bare.model_copy(update={"seal": digest_bytes(bare.to_bytes() + action)})


def read_sealed(data: bytes, action: bytes, where: str) -> ArtifactRecord:
    """Read a record from a cache; raise ValidationFailed when it, or ``action`` beside it, was changed."""
    record = ArtifactRecord.from_bytes(data, where)
    bare = data.replace(f'"seal":"{record.seal}"'.encode(), b'"seal":""', 1)
    if digest_bytes(bare + action) != record.seal:
        raise ValidationFailed(
            "this record or its action was changed", where=where, allowed="both as written", reason="SEAL_BROKEN"
        )
    return record
