"""The context pack: everything a writer of an episode gets to read."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.world import StandingFact


class OpenThread(FrozenModel):
    """A question of the story that no episode has answered yet."""

    id: str
    text: str


class Recalled(FrozenModel):
    """A scene of an earlier episode that resembles the brief."""

    where: str = Field(description="Episode and scene: ep01/3")
    text: str = Field(description="What the scene was about, in a sentence")
    alike: int = Field(ge=-1000, le=1000, description="Similarity to the brief, in thousandths")


class SpentBefore(FrozenModel):
    """What earlier episodes used and this one must not repeat, without their text."""

    cells: tuple[str, ...] = Field(default=(), description="Ids of the exchanges used before, sorted")
    lines: tuple[str, ...] = Field(default=(), description="Digests of the lines spoken before, sorted")


class ContextPack(Document):
    """What the writer of an episode knows. Its digest is recorded in everything the writer makes."""

    kind: ClassVar[str] = "context_pack"

    series: str = Field(description="The series' title")
    language: str = Field(description="BCP 47 tag of the dialogue's language")
    episode: str
    brief: Brief
    canon: Canon = Field(description="The part of the canon that concerns this episode")
    cast: tuple[str, ...] = Field(description="Ids of the characters of the brief, in its order")
    events: tuple[str, ...] = Field(default=(), description="Past events that concern the cast, oldest first")
    standing: tuple[StandingFact, ...] = Field(default=(), description="Facts about the cast when the episode begins")
    last_summary: str = Field(default="", description="What the previous episode was about")
    open_threads: tuple[OpenThread, ...] = ()
    spent: SpentBefore = SpentBefore()
    recalled: tuple[Recalled, ...] = Field(
        default=(), description="For tone and small details only: nothing here is a fact, and no gate reads it"
    )
