"""The context pack: all that a writer is told, and nothing else reaches one."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.world import StandingFact


class OpenThread(Model):
    """A question of the story that no episode has answered."""

    id: str
    text: str


class Recalled(Model):
    """A scene of an earlier episode that is like what the brief asks for."""

    where: str = Field(description="Episode and scene: ep01/3")
    text: str = Field(description="What the scene was about, in a sentence")
    alike: int = Field(ge=-1000, le=1000, description="How like the brief it is, in thousandths")


class SpentBefore(Model):
    """What earlier episodes have used up, told without telling their prose."""

    cells: tuple[str, ...] = Field(default=(), description="Ids of the exchanges written before, sorted")
    lines: tuple[str, ...] = Field(default=(), description="Marks of the lines spoken before, sorted")


class ContextPack(Document):
    """What a writer of one episode knows. Its digest is in everything the writer makes."""

    kind: ClassVar[str] = "context_pack"

    series: str = Field(description="The series' title")
    language: str = Field(description="BCP 47 tag of the dialogue's language")
    episode: str
    brief: Brief
    canon: Canon = Field(description="The part of the canon that this episode can touch")
    cast: tuple[str, ...] = Field(description="Ids of the characters of the brief, in its order")
    events: tuple[str, ...] = Field(default=(), description="What has happened and concerns the cast, oldest first")
    standing: tuple[StandingFact, ...] = Field(default=(), description="What stands of the cast when it begins")
    last_summary: str = Field(default="", description="What the episode before was about")
    open_threads: tuple[OpenThread, ...] = ()
    spent: SpentBefore = SpentBefore()
    recalled: tuple[Recalled, ...] = Field(
        default=(), description="For tone and small detail alone: nothing here is a fact, and no gate reads it"
    )
