"""The one contract every skill keeps, and the report it writes."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.verdict import Finding
from reelmake.kernel.ids import SLUG_PATTERN

Word = Literal["PASS", "PARTIAL", "FAIL"]


class Tier(StrEnum):
    """What a model has to be able to do to serve a skill."""

    THROUGHPUT = "throughput"
    """Much text, simple questions."""
    JUDGMENT = "judgment"
    """Reading between lines."""
    PREMIUM = "premium"
    """Settling what others disagree about."""
    RESEARCH = "research"
    """Knowing the world outside the script."""
    VISION = "vision"
    """Looking at pictures."""


class SkillContract(Model):
    """What a skill reads and writes, what it takes, when it fails, and what happens then."""

    name: str = Field(pattern=SLUG_PATTERN)
    purpose: str = Field(description="What it tells, in a sentence")
    reads: tuple[str, ...] = Field(description="Kinds of the documents it needs")
    uses: tuple[str, ...] = Field(default=(), description="Kinds of the documents it takes where they are there")
    writes: str = Field(default="skill_report", description="Kind of the document it writes")
    tier: Tier = Field(description="What its model form needs; the deterministic form needs nothing")
    gate: Literal["HIGH", "MEDIUM", "LOW", "never"] = Field(
        description="FAIL from a finding of this severity on; never: it advises"
    )
    escalation: str = Field(description="What happens after a FAIL; nothing escalates before one")
    rounds: int = Field(default=3, ge=1, le=10, description="How often a script may be revised and read again")
    cost: str = Field(default="0.00", description="Money one deterministic reading costs")
    model_tokens: int = Field(default=0, ge=0, description="Tokens a reading by a model takes, at most")


class Table(Model):
    """Measured facts, in rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class SkillReport(Document):
    """What a skill says of an episode. Its findings name scene and source line."""

    kind: ClassVar[str] = "skill_report"

    skill: str
    episode: str
    form: Literal["deterministic", "model"] = Field(description="model: a model was asked as well, and answered")
    contract: SkillContract
    verdict: Word
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    model: str = Field(default="", description="Which model answered")
    take: int = Field(default=1, ge=1, description="Which take of the question it answered")
    note: str = Field(default="", description="What to know about how this was made: why no model answered")
