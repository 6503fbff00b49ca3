"""An expensive command as data, and the key that names its result."""

from __future__ import annotations

from typing import Annotated, Literal

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
    ``out.<extension>``, all relative to a private directory the commands run in."""

    kind: str = Field(pattern=KIND_PATTERN, description="clip, art, speech, mix, mux …")
    recipe: int = Field(ge=1, description="Counts up when the meaning of this kind's result changes")
    pipeline: tuple[Command, ...] = Field(min_length=1, description="Programs joined by pipes, first to last")
    inputs: dict[FileName, FromFile | FromAction] = Field(
        default={}, description="Files, by their name in the directory in/"
    )
    texts: dict[FileName, str] = Field(default={}, description="Small generated files by name: filtergraphs, captions")
    extension: str = Field(pattern=EXTENSION_PATTERN)
    expect_frames: int = Field(default=0, ge=0, description="Frames the result must have; 0 when it is not a video")
    subject: str = Field(default="", description="What it is for, in a person's words: shot 14A; not part of the key")

    def identity(self) -> dict[str, object]:
        """Return the data that the key is the hash of."""
        return {
            "kind": self.kind,
            "recipe": self.recipe,
            "pipeline": [
                {"tool": command.tool, "digest": command.digest, "argv": list(command.argv)}
                for command in self.pipeline
            ],
            "inputs": {name: _input_identity(item) for name, item in self.inputs.items()},
            "texts": dict(self.texts),
            "extension": self.extension,
            "expect_frames": self.expect_frames,
        }

    @property
    def key(self) -> str:
        """Return the key of this action's result."""
        return digest(("action", 1, self.identity()))

    @property
    def parent_keys(self) -> tuple[str, ...]:
        """Return the keys of the actions whose results this one reads, sorted."""
        return tuple(sorted({item.key for item in self.inputs.values() if isinstance(item, FromAction)}))

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the workspace paths of the results this action reads, sorted; speech has none, it is in the cache."""
        made = (item for item in self.inputs.values() if isinstance(item, FromAction) and item.kind != "speech")
        return tuple(sorted({build_path(item.kind, item.key, item.extension) for item in made}))

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


def _input_identity(item: FromFile | FromAction) -> dict[str, str]:
    if isinstance(item, FromFile) or item.digest:
        return {"digest": item.digest}
    return {"key": item.key}
