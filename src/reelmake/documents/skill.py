"""The contract that every skill fulfils, and the report it writes."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.verdict import Finding
from reelmake.kernel.ids import SLUG_PATTERN

SkillVerdict = Literal["PASS", "PARTIAL", "FAIL"]


class Tier(StrEnum):
    """What a model must be capable of to serve a skill."""

    THROUGHPUT = "throughput"
    """Much text, simple questions."""
    JUDGMENT = "judgment"
    """Reading between lines."""
    PREMIUM = "premium"
    """Settling what others disagree about."""
    RESEARCH = "research"
    """Knowledge of the world outside the script."""
    VISION = "vision"
    """Looking at pictures."""


class SkillContract(FrozenModel):
    """What a skill reads and writes, what it costs, when it fails, and what happens then."""

    name: str = Field(pattern=SLUG_PATTERN)
    purpose: str = Field(description="What it reports, in a sentence")
    reads: tuple[str, ...] = Field(description="Kinds of the documents it needs")
    uses: tuple[str, ...] = Field(default=(), description="Kinds of the documents it also reads if they exist")
    writes: str = Field(default="skill_report", description="Kind of the document it writes")
    tier: Tier = Field(description="The model its model form needs; the deterministic form needs none")
    gate: Literal["HIGH", "MEDIUM", "LOW", "never"] = Field(
        description="The lowest severity of a finding that causes a FAIL; never: it only advises"
    )
    escalation: str = Field(description="What happens after a FAIL")
    rounds: int = Field(default=3, ge=1, le=10, description="How many times a script may be revised and read again")
    cost: str = Field(default="0.00", description="Cost of one deterministic reading")
    model_tokens: int = Field(default=0, ge=0, description="Most tokens that a reading by a model takes")


class Table(FrozenModel):
    """A table of measured facts."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class SkillReport(Document):
    """A skill's report on an episode. Its findings name scene and source line."""

    kind: ClassVar[str] = "skill_report"

    skill: str
    episode: str
    form: Literal["deterministic", "model"] = Field(description="model: a model also answered")
    contract: SkillContract
    verdict: SkillVerdict
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    model: str = Field(default="", description="Which model answered")
    take: int = Field(default=1, ge=1, description="The take of the question that was answered")
    note: str = Field(default="", description="A remark on how the report was made, such as why no model answered")
