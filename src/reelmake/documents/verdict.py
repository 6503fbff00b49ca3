"""What a gate says, and the world as it stands scene by scene."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Model

Severity = Literal["LOW", "MEDIUM", "HIGH", "CRITICAL"]


class Finding(Model):
    """One thing a gate found."""

    kind: str = Field(description="Stable name of what is wrong: unknown_speaker, unknown_location …")
    severity: Severity
    scene_id: str = ""
    line: int = Field(default=0, ge=0, description="Line of the source; 0 when it has none")
    what: str
    fact: str = Field(default="", description="The canon's fact and where it stands")
    repair: str = Field(default="", description="What to change, in the script and never in the canon")


class CanonVerdict(Document):
    """The canon gate's word on a script. On FAIL no video is made."""

    kind: ClassVar[str] = "canon_verdict"

    episode: str
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    canon_version: int
    findings: tuple[Finding, ...] = ()


class SceneState(Model):
    """Who is where in one scene."""

    scene_id: str
    location_id: str
    present: tuple[str, ...] = Field(description="Ids of the characters who speak in the scene, sorted")


class WorldState(Document):
    """The world scene by scene, as far as structure tells."""

    kind: ClassVar[str] = "world_state"

    episode: str
    scenes: tuple[SceneState, ...]
