"""The result of a safety check of an episode's content."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.project import SafetyCategory
from reelmake.documents.verdict import Severity

SafetyPoint = Literal["script", "prompts", "assets", "output"]


class SafetyFinding(FrozenModel):
    """One passage, its category, and why the check chose it."""

    category: SafetyCategory | Literal["series_list", "unchecked"] = Field(
        description="Its category; series_list: the project's own words; unchecked: a check could not run"
    )
    severity: Severity
    scene_id: str = ""
    line: int = Field(default=0, ge=0, description="Line of the source; 0 when it has none")
    quote: str = Field(description="The words in question, with their context")
    why: str = Field(description="The words and the context that caused the finding")
    repair: str = Field(description="What to do about it")
    classifier: str = Field(description="Which check found it")


class SafetyVerdict(Document):
    """The safety check's verdict on what will be filmed, or on prompts. Severe findings stop the film."""

    kind: ClassVar[str] = "safety_verdict"

    episode: str
    point: SafetyPoint = Field(description="What was checked")
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    policy: Literal["fail_closed", "warn_only"]
    stops_film: bool = Field(description="Whether it stops the film")
    publishable: bool = Field(
        description="Whether it may be published; with warn_only a FAIL can be watched, but never published"
    )
    classifiers: tuple[str, ...] = Field(description="The checks that ran")
    passages: int = Field(ge=0, description="How many passages of text were checked")
    findings: tuple[SafetyFinding, ...] = ()
