"""The registry's records: who made which bytes from what, when and where."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document
from reelmake.kernel.digest import DIGEST_PATTERN


class ArtifactRecord(Document):
    """One artifact made once. Records are only ever added; the same bytes made twice have two."""

    kind: ClassVar[str] = "artifact_record"
    version: ClassVar[str] = "1.1.0"

    artifact: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the artifact's bytes")
    artifact_kind: str = Field(description="script, shotlist, clip, mux …")
    artifact_schema: str = Field(default="", description="Schema version, for documents")
    path: str = Field(description="Where it was put in the workspace")
    bytes: int = Field(ge=0)
    key: str = Field(default="", description="Key of the action that made it, for actions")
    parameters: dict[str, str] = Field(default={}, description="What it was made with: tool versions, profile")
    origin: str = Field(default="local", description="local or external: where it was computed")
    licence: str = Field(default="generated_local")
    licence_expires: str = Field(
        default="",
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        description="Last day it may be kept; empty: no end is set",
    )
    status: str = Field(default="made", description="made, cached or delivered")
    run_id: str = ""
    site_id: str = "local"
    tenant_id: str = "default"
    host: str = ""
    started: str = ""
    ended: str = ""
    attempt: int = 1
    queue_wait_seconds: str = Field(default="", description="From its inputs at hand to its start; empty: not known")
    cost: str = "0.00"
