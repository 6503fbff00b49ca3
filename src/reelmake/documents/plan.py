"""The render plan: every need resolved, every action named by its key."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.action import Action
from reelmake.documents.base import Document, Model
from reelmake.documents.library import Licence


class Source(Model):
    """Where one need is met from."""

    need_id: str
    status: Literal["library", "placeholder", "drawn", "spoken", "silent", "composed", "none"]
    path: str = ""
    digest: str = ""
    licence: Licence | None = None
    flag: str = Field(default="", description="Why a placeholder stands in")


class PlannedShot(Model):
    """One shot and the actions that make it."""

    shot_id: str
    scene_id: str
    start: int = Field(ge=0)
    frames: int = Field(ge=1)
    clip_key: str
    art_keys: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = Field(default=(), description="Ids of the needs a placeholder stands in for")


class RenderPlan(Document):
    """A profile's plan for an episode. It changes sources and sizes, never script, canon or timing."""

    kind: ClassVar[str] = "render_plan"
    version: ClassVar[str] = "1.2.0"

    episode: str
    title: str
    profile: str
    width: int
    height: int
    fps: str
    total_frames: int
    timing_lock_hash: str
    sources: tuple[Source, ...]
    shots: tuple[PlannedShot, ...]
    actions: dict[str, Action] = Field(description="Every action by its key")
    deliverables: dict[str, str] = Field(description="Name of a delivered file → key of the action that makes it")
    stems: dict[str, str] = Field(
        default={}, description="Stem → key of the action that makes it, when it is asked for"
    )
    captions: dict[str, str] = Field(default={}, description="Caption files by name, as they will be delivered")
    flags: tuple[str, ...] = Field(default=(), description="What a viewer should know: placeholders, unspoken lines")

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the ids of the needs for which a placeholder stands in."""
        return tuple(source.need_id for source in self.sources if source.status == "placeholder")
