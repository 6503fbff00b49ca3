"""An expensive command as data, and the key that names its result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from reelmake.documents.base import FrozenModel
from reelmake.kernel.digest import DIGEST_PATTERN, digest

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$"
KIND_PATTERN = r"^[a-z][a-z0-9_]{0,31}$"
EXTENSION_PATTERN = r"^[a-z0-9]{1,8}$"
DAY_PATTERN = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
"""A date in ISO 8601, or an empty text"""

FileName = Annotated[str, Field(pattern=NAME_PATTERN)]
"""A file name in an action's private directory; it cannot be a path"""


class Command(FrozenModel):
    """One program of a pipeline. Paths in its argv are relative to the action's private directory."""

    tool: str = Field(pattern=NAME_PATTERN, description="Name in the table of tools: ffmpeg, draw, …")
    digest: str = Field(pattern=DIGEST_PATTERN, description="Digest of the tool itself")
    argv: tuple[str, ...] = Field(description="Arguments after the program's name")


class FromFile(FrozenModel):
    """An input that exists: a library asset, a font, a finished sound."""

    source: Literal["file"] = "file"
    digest: str = Field(pattern=DIGEST_PATTERN)
    path: str = Field(description="Where to find it; not part of the key")
    licence_expires: str = Field(
        default="", pattern=DAY_PATTERN, description="Last day on which its licence allows use; not part of the key"
    )


class FromAction(FrozenModel):
    """An input that another action makes."""

    source: Literal["action"] = "action"
    key: str = Field(pattern=DIGEST_PATTERN)
    kind: str = Field(pattern=KIND_PATTERN, description="Kind of that action; not part of the key")
    extension: str = Field(pattern=EXTENSION_PATTERN, description="Extension of its result; not part of the key")
    digest: str = Field(
        default="", description="Digest of its bytes, if known; it then replaces the key in this action's own key"
    )


class Action(FrozenModel):
    """Everything that determines one result. Inputs appear as ``in/<name>``, texts as ``<name>``, the result is
    ``out.<extension>``, all relative to a private directory the commands run in.

    ``parts`` are actions whose results are inputs, too. They have no jobs of their own: the job of the whole action
    makes those that the store does not have. An input that a part shares with the whole exists by then, so the part's
    key contains its digest instead of its key: if such an input is made again with the same bytes, the part is reused.
    """

    kind: str = Field(pattern=KIND_PATTERN, description="clip, art, speech, mix, mux …")
    recipe: int = Field(ge=1, description="Counts up when the meaning of this kind's result changes")
    pipeline: tuple[Command, ...] = Field(min_length=1, description="Programs joined by pipes, first to last")
    inputs: dict[FileName, FromFile | FromAction] = Field(
        default={}, description="Files, by their name in the directory in/"
    )
    texts: dict[FileName, str] = Field(default={}, description="Small generated files by name: filtergraphs, captions")
    parts: dict[FileName, Action] = Field(
        default={}, description="Results made in the same job, each with its own key, by their name in in/"
    )
    extension: str = Field(pattern=EXTENSION_PATTERN)
    expect_frames: int = Field(default=0, ge=0, description="Frames the result must have; 0 when it is not a video")
    subject: str = Field(default="", description="What it is for, in a person's words: shot 14A; not part of the key")

    def identity(self) -> dict[str, object]:
        """Return the data that the key is the hash of."""
        return identity_of(self.model_dump())

    def with_digests(self, digests: Mapping[str, str]) -> Self:
        """Return this action with the digests of its inputs filled in, as far as they are given by key."""
        known = {
            name: item.model_copy(update={"digest": digests[item.key]})
            for name, item in self.inputs.items()
            if isinstance(item, FromAction) and item.key in digests
        }
        return self.model_copy(update={"inputs": {**self.inputs, **known}}) if known else self

    @property
    def key(self) -> str:
        """Return the key of this action's result."""
        # Not cached: ``model_copy`` would copy it to an action with another key.
        return key_of(self.model_dump())

    @property
    def parent_keys(self) -> tuple[str, ...]:
        """Return the keys of the actions whose results this one or its parts read, sorted."""
        return tuple(sorted({item.key for item in self._made_inputs()}))

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the workspace paths of the results this action reads, sorted; speech has none, it is in the cache."""
        made = (item for item in self._made_inputs() if item.kind != "speech")
        return tuple(sorted({build_path(item.kind, item.key, item.extension) for item in made}))

    def _made_inputs(self) -> Iterator[FromAction]:
        yield from (item for item in self.inputs.values() if isinstance(item, FromAction))
        for part in self.parts.values():
            yield from part._made_inputs()

    @property
    def path(self) -> str:
        """Return the workspace path of the result."""
        return build_path(self.kind, self.key, self.extension)


def build_path(kind: str, key: str, extension: str) -> str:
    """Return the workspace path of a keyed result."""
    return f"build/{kind}/{key}.{extension}"


def action_path(key: str) -> str:
    """Return the workspace path of an action's document."""
    return f"build/actions/{key}.json"


def identity_of(document: Mapping[str, Any]) -> dict[str, object]:
    """Return what is hashed of an action that is given as its document holds it: as plain data."""
    parts = document.get("parts", {})
    return {
        "kind": document["kind"],
        "recipe": document["recipe"],
        "pipeline": [
            {"tool": command["tool"], "digest": command["digest"], "argv": list(command["argv"])}
            for command in document["pipeline"]
        ],
        "inputs": {name: _input_identity(item) for name, item in document.get("inputs", {}).items()},
        "texts": document.get("texts", {}),
        "extension": document["extension"],
        "expect_frames": document.get("expect_frames", 0),
        **({"parts": {name: identity_of(part) for name, part in parts.items()}} if parts else {}),
    }


def key_of(document: Mapping[str, Any]) -> str:
    """Return the key of an action that is given as plain data."""
    return digest(("action", 1, identity_of(document)))


def whole_action(data: bytes, key: str) -> Action | None:
    """Return the action a document holds, or None where it does not hash to its key and so is not what was planned."""
    try:
        document = json.loads(data)
        return Action.model_validate(document) if key_of(document) == key else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _input_identity(item: Mapping[str, str]) -> dict[str, str]:
    if item["source"] == "file" or item.get("digest"):
        return {"digest": item["digest"]}
    return {"key": item["key"]}
