"""The assets an episode needs, wherever they come from."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.shotlist import Shot
from reelmake.kernel.ids import slug


class NeedKind(StrEnum):
    """The kind of asset that is needed."""

    CHARACTER = "character"
    LOCATION = "location"
    PROP = "prop"
    MUSIC = "music"
    SFX = "sfx"
    VOICE_LINE = "voice_line"


class Need(FrozenModel):
    """One asset that shots need."""

    id: str = Field(description="<kind>/<subject id>, e.g. character/mara")
    kind: NeedKind
    subject_id: str
    name: str = Field(description="The name to show on a placeholder")
    shots: tuple[str, ...] = Field(description="Ids of the shots that need it, in order")
    tags: tuple[str, ...] = Field(default=(), description="Setting, time of day, mood: tags of a good match")
    text: str = Field(default="", description="The words of a voice line")
    speaker_id: str = ""


class AssetManifest(Document):
    """All needs of an episode."""

    kind: ClassVar[str] = "asset_manifest"

    episode: str
    timing_lock_hash: str
    needs: tuple[Need, ...]


def need_id(kind: NeedKind, subject_id: str) -> str:
    """Return the id of a need: ``character/mara``."""
    return f"{kind.value}/{subject_id}"


def prop_id(shot: Shot) -> str:
    """Return the id of the object that an insert shows; empty when it shows none."""
    return slug(shot.prop) if shot.prop.strip() else ""
