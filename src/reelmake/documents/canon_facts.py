"""The parts of a canon: people, places, things and facts, when each is true, and its source."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import Field

from reelmake.documents.project import Config, Slug
from reelmake.documents.story_time import When

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(max_length=4000)]
Kinship = Literal["parent", "child", "sibling", "twin", "spouse", "partner", "friend", "enemy", "employer", "employee"]
_SOURCE = "Where this was first said: an episode and line, a page of the series bible, a person"


def folded(name: str) -> str:
    """Return the form in which names are compared: it ignores case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Sourced(Config):
    """An entry that may state its source."""

    source: str = Field(default="", max_length=300, description=_SOURCE)


class Fact(Sourced):
    """Something true for a period of story time; a missing end is unlimited."""

    since: When = Field(default="", description="From when: day 3, day 3 14:30, ep01 or ep01/4; empty: always")
    until: When = Field(default="", description="Until when, inclusive; empty: still")


class SpeechLock(Config):
    """A character's synthetic voice, chosen by hand; what is left out is derived from the id."""

    engine: str = Field(default="", max_length=40, description="Speech engine; empty: the project's")
    id: str = Field(default="", max_length=120, description="Voice of that engine; empty: its first")
    pitch: int | None = Field(default=None, ge=80, le=120, description="Percent of the voice's own pitch")
    rate: int | None = Field(default=None, ge=84, le=120, description="Percent of the voice's own speed")


class CanonCharacter(Sourced):
    """One person of the series."""

    name: str = Field(min_length=1, max_length=120, description="The name as written in cues")
    aliases: tuple[str, ...] = Field(default=(), description="Other names used in cues")
    age: int | None = Field(default=None, ge=0, le=100_000, description="Age in years when the series begins")
    description: str = Field(default="", max_length=4000, description="Who this is and what they look like")
    colour: Colour | None = Field(
        default=None, description="Signature colour in placeholders; empty: derived from the id"
    )
    pronunciation: dict[str, str] = Field(
        default={}, description="How this character pronounces a word: written → spoken"
    )
    speech: SpeechLock | None = Field(default=None, description="The synthetic voice; empty: derived from the id")
    died: When = Field(default="", description="When this person dies; from then on they neither speak nor act")
    ghost: bool = Field(default=False, description="Speaks and appears although dead")
    silent: bool = Field(default=False, description="Never has a line")
    look: dict[Slug, Word] = Field(default={}, description="What they look like, by feature: hair → grey")
    voice: dict[Slug, Word] = Field(default={}, description="What they sound like, by feature: accent → northern")
    locked: tuple[Literal["look", "voice"], ...] = Field(default=(), description="What no script may change")


class CanonLocation(Sourced):
    """One place of the series."""

    name: str = Field(min_length=1, max_length=200, description="The name as written in scene headings")
    aliases: tuple[str, ...] = Field(default=(), description="Other names used in headings")
    description: str = Field(default="", max_length=4000, description="What it looks like")
    inside: Slug | None = Field(default=None, description="The location this one is a part of")
    setting: Literal["", "int", "ext"] = Field(default="", description="Whether it is only ever INT. or EXT.")
    lost: When = Field(default="", description="When it is destroyed; from then on no scene takes place there")
    look: dict[Slug, Word] = Field(default={}, description="What it looks like, by feature: walls → green")
    locked: tuple[Literal["look"], ...] = Field(default=(), description="What no script may change")


class CanonProp(Sourced):
    """One object that exists only once."""

    name: str = Field(min_length=1, max_length=120, description="The name as written in notes")
    aliases: tuple[str, ...] = Field(default=(), description="Other names")
    description: str = Field(default="", max_length=4000, description="What it looks like")
    held_by: Slug | None = Field(default=None, description="The character who has it when the series begins")
    kept_at: Slug | None = Field(default=None, description="The location where it is when the series begins")
    lost: When = Field(default="", description="When it is destroyed")


class WorldRule(Fact):
    """A rule of the story's world. ``says`` is for people; the gate checks the other keys."""

    says: str = Field(min_length=1, max_length=1000, description="The rule in words")
    who: tuple[Slug, ...] = Field(default=(), description="Who it applies to; empty: everybody")
    but: tuple[Slug, ...] = Field(default=(), description="Who is exempt")
    never: tuple[Word, ...] = Field(
        default=(), description="What those it applies to never do: fly, walk through walls"
    )
    never_at: tuple[Slug, ...] = Field(
        default=(), description="Locations where those it applies to never are in person"
    )
    never_together: tuple[Slug, ...] = Field(default=(), description="Characters who are never in the same scene")
    at: tuple[Slug, ...] = Field(default=(), description="Locations that `only` applies to")
    only: tuple[Word, ...] = Field(default=(), description="The only times of day of scenes there: NIGHT")


class Relationship(Fact):
    """What one character is to another: ``who`` is ``kind`` of ``of``."""

    who: Slug = Field(description="The first character")
    kind: Kinship = Field(description="What the first is to the second")
    of: Slug = Field(description="The second character")


class TimelineEvent(Sourced):
    """Something that happens once."""

    what: str = Field(min_length=1, max_length=1000, description="What happens")
    when: When = Field(default="", description="When; empty until an episode shows it")
    where: Slug | None = Field(default=None, description="The location")
    who: tuple[Slug, ...] = Field(default=(), description="The characters who take part")
    after: tuple[Slug, ...] = Field(default=(), description="Events that happened before it")


class PersistentState(Fact):
    """How a character is until something changes it."""

    who: Slug = Field(description="The character")
    kind: Literal["confined", "absent", "injured", "other"] = Field(
        description="confined: only at `at`; absent: in no scene in person; injured and other: not checked"
    )
    at: Slug | None = Field(default=None, description="The location of somebody confined")
    says: str = Field(default="", max_length=1000, description="The state in words")


class Secret(Sourced):
    """Something that not everybody knows."""

    says: str = Field(min_length=1, max_length=1000, description="The secret in words")
    known_to: dict[Slug, When] = Field(default={}, description="Who knows it, and since when; '' is always")


class Journey(Sourced):
    """The shortest travel time between two locations, in either direction."""

    between: tuple[Slug, ...] = Field(min_length=2, max_length=2, description="The two locations")
    minutes: int = Field(ge=1, le=10_000_000, description="Shortest travel time in minutes")


class CanonParts(Config):
    """All parts of a canon; they may contradict each other."""

    version: int = Field(ge=1, description="Increases with every approved change")
    characters: dict[Slug, CanonCharacter] = Field(default={}, description="Characters by id")
    locations: dict[Slug, CanonLocation] = Field(default={}, description="Locations by id")
    pronunciations: dict[str, str] = Field(default={}, description="How everyone pronounces a word: written → spoken")
    props: dict[Slug, CanonProp] = Field(default={}, description="Things of which there is one, by id")
    rules: dict[Slug, WorldRule] = Field(default={}, description="Laws of this world by id")
    relationships: dict[Slug, Relationship] = Field(default={}, description="Who is what to whom, by id")
    events: dict[Slug, TimelineEvent] = Field(default={}, description="What happens once, by id")
    states: dict[Slug, PersistentState] = Field(default={}, description="How somebody is for a period, by id")
    secrets: dict[Slug, Secret] = Field(default={}, description="What not everybody knows, by id")
    journeys: dict[Slug, Journey] = Field(default={}, description="Shortest travel times, by id")
