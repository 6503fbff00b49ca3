"""The canon gate's verdict on a script."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel

Severity = Literal["LOW", "MEDIUM", "HIGH", "CRITICAL"]


class Finding(FrozenModel):
    """One problem that a gate found."""

    kind: str = Field(description="Stable name of the problem: unknown_speaker, dead_speaks …")
    family: str = Field(
        default="",
        description="name, age, death, location, relationship, possession, presence, travel, order, knowledge, rule, "
        "look, voice, note or canon",
    )
    severity: Severity
    scene_id: str = ""
    line: int = Field(default=0, ge=0, description="Line of the source; 0 when it has none")
    what: str
    fact: str = Field(default="", description="The fact in the canon, and where it is stated")
    repair: str = Field(default="", description="What to change in the script; never a change of the canon")


class CanonVerdict(Document):
    """The canon gate's verdict on a script. After a FAIL no video is made."""

    kind: ClassVar[str] = "canon_verdict"

    episode: str
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    canon_version: int
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[Finding, ...] = Field(
        default=(), description="What only a reader of the prose can decide; not part of the verdict"
    )
