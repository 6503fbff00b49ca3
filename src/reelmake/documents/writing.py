"""What a writer makes, and the record of how: every round, what was found in it, and who wrote it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from reelmake.documents.base import Document, Model
from reelmake.documents.verdict import Finding

Prose = Annotated[str, Field(min_length=1, max_length=600)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class _Strict(Model):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class WritableElement(_Strict):
    """Something seen, or something said."""

    kind: Literal["action", "dialogue"]
    text: Prose = Field(description="What is seen, or the words that are said")
    speaker: str = Field(default="", max_length=80, description="For dialogue: the name as the canon has it")
    how: str = Field(default="", max_length=60, description="For dialogue: how it is said, a word or two")


class WritableScene(_Strict):
    """One scene of a script, as a writer writes it."""

    setting: Literal["INT", "EXT"]
    location: Name = Field(description="The name of a location as the canon has it")
    time_of_day: Name = Field(description="DAY, NIGHT, DUSK …")
    elements: tuple[WritableElement, ...] = Field(min_length=1, max_length=120)


class WritableScript(_Strict):
    """The part of a script that is for writers; a model's answer has to be of this form."""

    title: Name
    scenes: tuple[WritableScene, ...] = Field(min_length=1, max_length=60)


class ScenePlan(Model):
    """How one beat becomes one scene."""

    number: int = Field(ge=1)
    what: str
    move: str = Field(description="What the first does to the second")
    wants: str = Field(default="", description="Id of the one who wants something")
    holds: str = Field(default="", description="Id of the one who has it")
    others: tuple[str, ...] = Field(default=(), description="Ids of those who are there besides")
    where: str = Field(description="Id of the location")
    when: str = Field(description="The heading's time of day")
    function: Literal["hook", "pressure", "turn", "button"] = Field(description="Its place in the episode's arc")
    shape: str = Field(description="What it opens on")
    rhythm: str = Field(description="How it moves: when it presses, pauses and lets it out")
    ending: str = Field(description="What it closes on")
    milliseconds: int = Field(ge=0, description="How long it should take")


class EpisodePlan(Document):
    """An episode between its brief and its script: scene by scene."""

    kind: ClassVar[str] = "episode_plan"

    episode: str
    arc: str = Field(description="Where the episode stands in its season, and what it carries on")
    motif: str = ""
    scenes: tuple[ScenePlan, ...]


class Round(Model):
    """One version of the script, and what was found in it."""

    number: int = Field(ge=1)
    writer: str = Field(description="grammar, or model:<name>")
    screenplay: str = Field(description="The version's Fountain text")
    findings: tuple[Finding, ...] = Field(default=(), description="What the gate and the brief object to")
    action: str = Field(default="", description="Key of the answer in the cache, where a model was asked")


class WritingRecord(Document):
    """How an episode was written."""

    kind: ClassVar[str] = "writing_record"

    episode: str
    context: str = Field(description="Digest of the context pack, which is all the writer was told")
    writer: str = Field(description="Who wrote the version that stands")
    fallback: str = Field(default="", description="Why it was not the writer that was asked for")
    take: int = Field(ge=1)
    rounds: tuple[Round, ...] = Field(description="Every version, the last one stands")
    milliseconds: int = Field(ge=0, description="How long the script takes, estimated")
    cells: tuple[str, ...] = Field(default=(), description="Ids of the exchanges used, sorted")
    notes: tuple[str, ...] = Field(default=(), description="What a person should know of this script")

    @property
    def flag(self) -> str:
        """Return what a viewer should know of who wrote it; empty where it was who was asked."""
        return f"written by the {self.writer}, for {self.fallback}" if self.fallback else ""
