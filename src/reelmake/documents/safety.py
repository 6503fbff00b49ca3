"""What a safety check says of an episode's content."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.project import SafetyCategory
from reelmake.documents.verdict import Severity

SafetyPoint = Literal["script", "prompts", "assets", "output"]


class SafetyFinding(Model):
    """One stretch of content, what it is taken for, and why."""

    category: SafetyCategory | Literal["series_list", "unchecked"] = Field(
        description="What it is taken for; series_list: the project's own words; unchecked: a check could not be made"
    )
    severity: Severity
    scene_id: str = ""
    line: int = Field(default=0, ge=0, description="Line of the source; 0 when it has none")
    quote: str = Field(description="The words it is about, in their surroundings")
    why: str = Field(description="Which words in which context made the check say so")
    repair: str = Field(description="What to do about it")
    classifier: str = Field(description="Which check found it")


class SafetyVerdict(Document):
    """The safety check's word on what is to be filmed, or on prompts. Grave findings stop the film."""

    kind: ClassVar[str] = "safety_verdict"

    episode: str
    point: SafetyPoint = Field(description="What was looked at")
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    policy: Literal["fail_closed", "warn_only"]
    stops_film: bool = Field(description="Whether no film may be made of this")
    publishable: bool = Field(description="Whether it may be published; warn_only lets a FAIL be seen, never published")
    classifiers: tuple[str, ...] = Field(description="The checks that were made")
    passages: int = Field(ge=0, description="How many stretches of text were looked at")
    findings: tuple[SafetyFinding, ...] = ()
