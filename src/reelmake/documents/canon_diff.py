"""A proposed change of the canon, fact by fact, and the history of versions, proposals and decisions."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.chain import ChainEntry, ChainHead
from reelmake.documents.verdict import Finding
from reelmake.kernel.digest import DIGEST_PATTERN

PATH_PATTERN = r"^[a-z_]{1,20}\.[a-z0-9][a-z0-9_-]{0,63}(\.[a-z0-9][a-z0-9_-]{0,63}){0,2}$"
Decision = Literal["first", "edited", "proposed", "approved", "rejected"]


class FactChange(FrozenModel):
    """One fact added, modified or removed."""

    change: Literal["add", "modify", "remove"]
    path: str = Field(pattern=PATH_PATTERN, description="Path of the fact: characters.leon-toth.age")
    before: str = Field(default="", description="The fact before, as JSON; empty when it is added")
    after: str = Field(default="", description="The fact after, as JSON; empty when it is removed")


class CanonDiff(Document):
    """A proposed change of the canon. It applies to one version only."""

    kind: ClassVar[str] = "canon_diff"

    base_version: int = Field(ge=1, description="The version of the canon it changes")
    base: str = Field(pattern=DIGEST_PATTERN, description="blake3 of that canon, as JSON")
    changes: tuple[FactChange, ...] = Field(description="The facts, in the order of their paths")
    because: str = Field(default="", max_length=2000, description="Why")
    source: str = Field(
        default="", max_length=300, description="Where it comes from: an episode and line, a brief, a person"
    )
    by: str = Field(default="", max_length=120, description="Who proposes it")


class DiffVerdict(Document):
    """The canon gate's verdict on a proposed change."""

    kind: ClassVar[str] = "canon_diff_verdict"

    diff: str = Field(pattern=DIGEST_PATTERN)
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    findings: tuple[Finding, ...] = ()


class CanonLogEntry(ChainEntry):
    """One entry of the canon's history: a version, a proposal or a decision. The oldest entries may be unsigned."""

    kind: ClassVar[str] = "canon_log_entry"

    decision: Decision
    diff: str = Field(default="", description="blake3 of the diff it is about")
    canon_version: int = Field(ge=1, description="The canon's version after this entry")
    canon: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the canon after this entry, as JSON")
    by: str = ""
    note: str = ""
    when: str = Field(default="", description="UTC time at which this was decided")


class CanonLogHead(ChainHead):
    """The signed end of the canon's history."""

    kind: ClassVar[str] = "canon_log_head"
