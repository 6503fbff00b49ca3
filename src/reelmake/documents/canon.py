"""The canon: the people, places and facts of a series, as people write them in ``story/canon.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from reelmake.documents.canon_consistency import contradictions
from reelmake.documents.canon_facts import CanonCharacter, CanonLocation, CanonParts, CanonProp, folded

__all__ = ["Canon", "CanonCharacter", "CanonLocation", "CanonProp", "folded"]


class Canon(CanonParts):
    """Everything in ``story/canon.yaml``."""

    @field_validator(
        "characters",
        "locations",
        "props",
        "rules",
        "relationships",
        "events",
        "states",
        "secrets",
        "journeys",
        mode="before",
    )
    @classmethod
    def _none_yet(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("characters", "locations", "props")
    @classmethod
    def _each_name_once(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        owners: dict[str, str] = {}
        for key, entry in value.items():
            for name in (entry.name, *entry.aliases):
                owner = owners.setdefault(folded(name), key)
                if owner != key:
                    raise PydanticCustomError(
                        "shared_name",
                        'the name "{name}" already belongs to {owner}; give one of them another name or alias',
                        {"name": name, "owner": owner, "path": (info.field_name, key)},
                    )
        return value

    @model_validator(mode="after")
    def _contradicts_nothing(self) -> Self:
        for found in contradictions(self):
            raise PydanticCustomError("contradiction", "{what}", {"what": found.what, "path": found.path})
        return self

    def character_ids(self) -> dict[str, str]:
        """Return the id of every character by each of their folded names."""
        return _ids(self.characters)

    def location_ids(self) -> dict[str, str]:
        """Return the id of every location by each of its folded names."""
        return _ids(self.locations)

    def prop_ids(self) -> dict[str, str]:
        """Return the id of every prop by each of its folded names."""
        return _ids(self.props)


def _ids(
    entries: Mapping[str, CanonCharacter] | Mapping[str, CanonLocation] | Mapping[str, CanonProp],
) -> dict[str, str]:
    return {folded(name): key for key, entry in entries.items() for name in (entry.name, *entry.aliases)}
