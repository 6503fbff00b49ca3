"""The render plan: every need resolved, every action named by its key."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.action import Action
from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.library import Licence


class Source(FrozenModel):
    """How one need is met."""

    need_id: str
    status: Literal["library", "placeholder", "drawn", "spoken", "silent", "composed", "none"]
    path: str = ""
    digest: str = ""
    licence: Licence | None = None
    flag: str = Field(default="", description="Why a placeholder is used")


class PlannedShot(FrozenModel):
    """One shot and the actions that make it."""

    shot_id: str
    scene_id: str
    start: int = Field(ge=0)
    frames: int = Field(ge=1)
    clip_key: str
    art_keys: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = Field(default=(), description="Ids of the needs that are met by a placeholder")


class RenderPlan(Document):
    """A profile's plan for an episode. Profiles differ in sources and sizes, never in script, canon or timing."""

    kind: ClassVar[str] = "render_plan"

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
    stems: dict[str, str] = Field(default={}, description="Stem → key of the action that makes it on request")
    captions: dict[str, str] = Field(default={}, description="Content of the caption files, by name")
    flags: tuple[str, ...] = Field(default=(), description="Notices for viewers: placeholders, unspoken lines")

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the ids of the needs that are met by a placeholder."""
        return tuple(source.need_id for source in self.sources if source.status == "placeholder")
