"""The canon a gate reads: who and what is true in this series, as people write it in ``story/canon.yaml``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from reelmake.documents.project import Config, Slug

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


def folded(name: str) -> str:
    """Return the form in which names are compared: case, width and spacing do not tell two names apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class VoiceLock(Config):
    """A character's voice, chosen by hand. What is not said stays as it is derived from the character's id."""

    engine: str = Field(default="", max_length=40, description="Speech engine; empty: the project's")
    id: str = Field(default="", max_length=120, description="Voice of that engine; empty: its first")
    pitch: int | None = Field(default=None, ge=80, le=120, description="Percent of the voice's own pitch")
    rate: int | None = Field(default=None, ge=84, le=120, description="Percent of the voice's own speed")


class CanonCharacter(Config):
    """One person of the series."""

    name: str = Field(min_length=1, max_length=120, description="The name as cues write it")
    aliases: tuple[str, ...] = Field(default=(), description="Other names cues may use")
    age: int | None = Field(default=None, ge=0, le=100_000, description="Age in years when the series begins")
    description: str = Field(default="", max_length=4000, description="Who this is and what they look like")
    colour: Colour | None = Field(default=None, description="Signature colour in placeholders; else from the id")
    pronunciation: dict[str, str] = Field(default={}, description="How a word is to be spoken: written → spoken")
    voice: VoiceLock | None = Field(default=None, description="The voice, where it is to be another than is derived")


class CanonLocation(Config):
    """One place of the series."""

    name: str = Field(min_length=1, max_length=200, description="The name as scene headings write it")
    aliases: tuple[str, ...] = Field(default=(), description="Other names headings may use")
    description: str = Field(default="", max_length=4000, description="What it looks like")


class Canon(Config):
    """Everything in ``story/canon.yaml``."""

    version: int = Field(ge=1, description="Counts up with every approved change")
    characters: dict[Slug, CanonCharacter] = Field(default={}, description="Characters by id")
    locations: dict[Slug, CanonLocation] = Field(default={}, description="Locations by id")
    pronunciations: dict[str, str] = Field(default={}, description="How everyone speaks a word: written → spoken")

    @field_validator("characters", "locations", mode="before")
    @classmethod
    def _none_yet(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("characters", "locations")
    @classmethod
    def _each_name_once(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        owners: dict[str, str] = {}
        for key, entry in value.items():
            for name in (entry.name, *entry.aliases):
                owner = owners.setdefault(folded(name), key)
                if owner != key:
                    raise PydanticCustomError(
                        "shared_name",
                        'the name "{name}" belongs to {owner} already; give one of them another name or alias',
                        {"name": name, "owner": owner, "path": (info.field_name, key)},
                    )
        return value

    def character_ids(self) -> dict[str, str]:
        """Return the id of every character by each of their folded names."""
        return _ids(self.characters)

    def location_ids(self) -> dict[str, str]:
        """Return the id of every location by each of its folded names."""
        return _ids(self.locations)


def _ids(entries: Mapping[str, CanonCharacter] | Mapping[str, CanonLocation]) -> dict[str, str]:
    return {folded(name): key for key, entry in entries.items() for name in (entry.name, *entry.aliases)}
