"""The state of the story's world: scene by scene, what each scene changed, and what the next episode begins with."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel

Mode = Literal["present", "flashback", "dream"]


class Known(StrEnum):
    """What a standing fact states about its subject."""

    DEAD = "dead"
    """The character is dead."""
    GONE = "gone"
    """The prop or location is destroyed."""
    HOLDS = "holds"
    """The prop (subject) is with the character (object)."""
    LIES = "lies"
    """The prop (subject) is at the location (object)."""
    KNOWS = "knows"
    """The character (subject) knows the secret (object)."""
    HAPPENED = "happened"
    """The event has happened."""
    RELATED = "related"
    """The character (subject) has the relationship in the detail to the character (object)."""
    PARTED = "parted"
    """The relationship of the canon (subject) has ended."""
    SEEN = "seen"
    """The character was last in person at the location (object)."""
    AGE = "age"
    """The character's age, in the detail, if the canon has none."""
    LOOKS = "looks"
    """The subject's feature (object) looks as the detail says."""
    SOUNDS = "sounds"
    """The character's voice has the feature (object) the detail says."""
    CHARACTER = "character"
    """A character that scripts introduced: subject is the name, object the id, detail the age."""
    LOCATION = "location"
    """A location that scripts introduced: subject is the name, object the id."""
    PROP = "prop"
    """A prop that scripts introduced: subject is the name, object the id."""
    THREAD = "thread"
    """A thread of the story (subject) is open; the detail says what it is about."""
    CLOCK = "clock"
    """The latest story time that the story has reached."""


class StandingFact(FrozenModel):
    """Something that is true after a scene, and where it was said."""

    kind: Known
    subject: str
    object: str = ""
    detail: str = ""
    first: int | None = Field(default=None, description="First minute of story time at which it may have begun")
    last: int | None = Field(default=None, description="Last minute of story time at which it may have begun")
    where: str = Field(default="", description="Where it was said: file and line")

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the key by which a new fact replaces an old one: a prop has one place, a person many secrets."""
        if self.kind in (Known.HOLDS, Known.LIES):
            return "place", self.subject, ""
        if self.kind in (Known.SEEN, Known.CLOCK, Known.AGE):
            return self.kind.value, self.subject, ""
        extra = f"{self.object} {self.detail}" if self.kind is Known.RELATED else self.object
        return self.kind.value, self.subject, extra


class StateChange(FrozenModel):
    """One change that a scene made."""

    change: Literal["begins", "ends"]
    fact: StandingFact
    line: int = Field(ge=0, description="Line of the source")


class SceneState(FrozenModel):
    """Who is where in one scene, and what the scene changed."""

    scene_id: str
    location_id: str
    present: tuple[str, ...] = Field(description="Ids of the characters who speak in the scene, sorted")
    in_person: tuple[str, ...] = Field(default=(), description="Ids of the characters at the location, sorted")
    mode: Mode = "present"
    time: str = Field(default="", description="Story time, if stated")
    changes: tuple[StateChange, ...] = ()


class WorldState(Document):
    """The state of the world scene by scene, from structure and declarations, and the facts at the end."""

    kind: ClassVar[str] = "world_state"

    episode: str
    scenes: tuple[SceneState, ...]
    standing: tuple[StandingFact, ...] = Field(default=(), description="What the next episode begins with, sorted")

    @property
    def end(self) -> WorldState:
        """Return only the facts at the end: what the next episode depends on."""
        return self.model_copy(update={"scenes": (), "parents": ()})

    @property
    def threads(self) -> tuple[StandingFact, ...]:
        """Return the threads of the story that are open at the end."""
        return tuple(fact for fact in self.standing if fact.kind is Known.THREAD)


class Lock(FrozenModel):
    """Features that may not change."""

    what: Literal["character", "set", "voice"]
    subject: str
    features: dict[str, str] = Field(description="Feature → its value")
    changed_at: tuple[int, ...] = Field(default=(), description="Lines of the script that break the lock")


class ContinuityReport(Document):
    """An episode's continuity at a glance."""

    kind: ClassVar[str] = "continuity_report"

    episode: str
    verdict: Literal["PASS", "PARTIAL", "FAIL"]
    follows: str = Field(default="", description="The episode whose end this one begins with")
    carried_in: int = Field(ge=0, description="Number of facts taken from it")
    threads_in: tuple[str, ...] = Field(default=(), description="Threads open at the beginning")
    threads_out: tuple[str, ...] = Field(default=(), description="Threads open at the end")
    changes: int = Field(ge=0, description="State changes in the episode")
    scenes_dated: int = Field(ge=0, description="Number of scenes with a stated story time")
    locks: tuple[Lock, ...] = ()
    findings: dict[str, int] = Field(default={}, description="Number of findings, by family")
