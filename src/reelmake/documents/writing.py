"""What a writer produces, and the record of how: every round, its findings, and who wrote it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.verdict import Finding

Prose = Annotated[str, Field(min_length=1, max_length=600)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class _Strict(FrozenModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class WritableElement(_Strict):
    """Something seen, or something said."""

    kind: Literal["action", "dialogue"]
    text: Prose = Field(description="What is seen, or the spoken words")
    speaker: str = Field(default="", max_length=80, description="For dialogue: the speaker's name, as in the canon")
    how: str = Field(default="", max_length=60, description="For dialogue: how it is said, a word or two")


class WritableScene(_Strict):
    """One scene of a script, as a writer writes it."""

    setting: Literal["INT", "EXT"]
    location: Name = Field(description="The name of a location, as in the canon")
    time_of_day: Name = Field(description="DAY, NIGHT, DUSK …")
    elements: tuple[WritableElement, ...] = Field(min_length=1, max_length=120)


class WritableScript(_Strict):
    """The part of a script that writers produce; a model's answer must have this form."""

    title: Name
    scenes: tuple[WritableScene, ...] = Field(min_length=1, max_length=60)


class ScenePlan(FrozenModel):
    """How one beat becomes one scene."""

    number: int = Field(ge=1)
    what: str
    move: str = Field(description="What the first does to the second")
    wants: str = Field(default="", description="Id of the character who wants something")
    holds: str = Field(default="", description="Id of the character who has it")
    others: tuple[str, ...] = Field(default=(), description="Ids of the others who are present")
    where: str = Field(description="Id of the location")
    when: str = Field(description="The heading's time of day")
    function: Literal["hook", "pressure", "turn", "button"] = Field(description="Its place in the episode's arc")
    shape: str = Field(description="How it opens")
    rhythm: str = Field(description="Its rhythm: where it presses, pauses and releases")
    ending: str = Field(description="How it ends")
    milliseconds: int = Field(ge=0, description="Intended length")


class EpisodePlan(Document):
    """The plan made from an episode's brief, scene by scene."""

    kind: ClassVar[str] = "episode_plan"

    episode: str
    arc: str = Field(description="The episode's position in its season, and what it continues")
    motif: str = ""
    scenes: tuple[ScenePlan, ...]


class Round(FrozenModel):
    """One version of the script, and its findings."""

    number: int = Field(ge=1)
    writer: str = Field(description="grammar, or model:<name>")
    screenplay: str = Field(description="The version's Fountain text")
    findings: tuple[Finding, ...] = Field(default=(), description="Objections from the gate and from the brief")
    action: str = Field(default="", description="Key of a model's answer in the cache")


class WritingRecord(Document):
    """How an episode was written."""

    kind: ClassVar[str] = "writing_record"

    episode: str
    context: str = Field(description="Digest of the context pack, which is all the writer could read")
    writer: str = Field(description="Who wrote the final version")
    fallback: str = Field(default="", description="Why the configured writer did not write it")
    take: int = Field(ge=1)
    rounds: tuple[Round, ...] = Field(description="Every version; the last is the final one")
    milliseconds: int = Field(ge=0, description="Estimated length of the script")
    cells: tuple[str, ...] = Field(default=(), description="Ids of the exchanges used, sorted")
    notes: tuple[str, ...] = Field(default=(), description="Remarks for a person who reads the script")

    @property
    def flag(self) -> str:
        """Return a notice for viewers that a fallback wrote it; empty when the configured writer did."""
        return f"written by the {self.writer}, for {self.fallback}" if self.fallback else ""
