"""An expensive command as data, and the key that names its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from reelmake.documents.base import Model
from reelmake.kernel.digest import DIGEST_PATTERN, digest

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$"
KIND_PATTERN = r"^[a-z][a-z0-9_]{0,31}$"
EXTENSION_PATTERN = r"^[a-z0-9]{1,8}$"
DAY_PATTERN = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
"""A day as ISO 8601 has it, or nothing."""

FileName = Annotated[str, Field(pattern=NAME_PATTERN)]
"""A name in an action's own directory; it cannot point out of it."""


class Command(Model):
    """One program of a pipeline. Its argv names files by their place in the action's own directory."""

    tool: str = Field(pattern=NAME_PATTERN, description="Name in the table of tools: ffmpeg, draw, …")
    digest: str = Field(pattern=DIGEST_PATTERN, description="Digest of the tool itself")
    argv: tuple[str, ...] = Field(description="Arguments after the program's name")


class FromFile(Model):
    """An input that exists: a library asset, a font, a finished sound."""

    source: Literal["file"] = "file"
    digest: str = Field(pattern=DIGEST_PATTERN)
    path: str = Field(description="Where to find it; not part of the key")
    licence_expires: str = Field(
        default="", pattern=DAY_PATTERN, description="Last day its licence lets it be used; not part of the key"
    )


class FromAction(Model):
    """An input that another action makes."""

    source: Literal["action"] = "action"
    key: str = Field(pattern=DIGEST_PATTERN)
    kind: str = Field(pattern=KIND_PATTERN, description="Kind of that action; not part of the key")
    extension: str = Field(pattern=EXTENSION_PATTERN, description="Extension of its result; not part of the key")
    digest: str = Field(default="", description="Digest of its bytes where they are known: they then decide the key")


class Action(Model):
    """Everything that determines one result. Inputs appear as ``in/<name>``, texts as ``<name>``, the result is
    ``out.<extension>``, all relative to a private directory the commands run in.

    ``parts`` are actions whose results are inputs, too, but no jobs: the job of the whole makes those that are missing.
    An input that a part shares with the whole exists by then, so it decides the part's key by its bytes. A part stays
    as it was when such an input was made again and came out the same.
    """

    kind: str = Field(pattern=KIND_PATTERN, description="clip, art, speech, mix, mux …")
    recipe: int = Field(ge=1, description="Counts up when the meaning of this kind's result changes")
    pipeline: tuple[Command, ...] = Field(min_length=1, description="Programs joined by pipes, first to last")
    inputs: dict[FileName, FromFile | FromAction] = Field(default={}, description="Files by the name they get in in/")
    texts: dict[FileName, str] = Field(default={}, description="Small generated files by name: filtergraphs, captions")
    parts: dict[FileName, Action] = Field(
        default={}, description="Results made in the same job, each under a key of its own, by the name they get in in/"
    )
    extension: str = Field(pattern=EXTENSION_PATTERN)
    expect_frames: int = Field(default=0, ge=0, description="Frames the result has to have; 0 when it has none")
    subject: str = Field(default="", description="What it is for, to people: shot 14A; not part of the key")

    def identity(self) -> dict[str, object]:
        """Return the plain data that is hashed: what a key sees, and all that it sees."""
        parts = {name: part.identity() for name, part in self.parts.items()}
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
            **({"parts": parts} if parts else {}),
        }

    def with_digests(self, digests: Mapping[str, str]) -> Self:
        """Return this action with the bytes of those inputs known whose digests are given by key."""
        known = {
            name: item.model_copy(update={"digest": digests[item.key]})
            for name, item in self.inputs.items()
            if isinstance(item, FromAction) and item.key in digests
        }
        return self.model_copy(update={"inputs": {**self.inputs, **known}}) if known else self

    @property
    def key(self) -> str:
        """Return the name of this action's result."""
        return digest(("action", 1, self.identity()))

    @property
    def parent_keys(self) -> tuple[str, ...]:
        """Return the keys of the actions whose results this one or its parts read, sorted."""
        return tuple(sorted({item.key for item in self._made_inputs()}))

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the workspace paths of the keyed results this one reads, sorted; speech stays in the cache."""
        made = (item for item in self._made_inputs() if item.kind != "speech")
        return tuple(sorted({build_path(item.kind, item.key, item.extension) for item in made}))

    def _made_inputs(self) -> Iterator[FromAction]:
        yield from (item for item in self.inputs.values() if isinstance(item, FromAction))
        for part in self.parts.values():
            yield from part._made_inputs()

    @property
    def path(self) -> str:
        """Return where a workspace keeps the result."""
        return build_path(self.kind, self.key, self.extension)


def build_path(kind: str, key: str, extension: str) -> str:
    """Return the workspace path of a keyed result."""
    return f"build/{kind}/{key}.{extension}"


def action_path(key: str) -> str:
    """Return the workspace path of a keyed action's own document."""
    return f"build/actions/{key}.json"


def _input_identity(item: FromFile | FromAction) -> dict[str, str]:
    if isinstance(item, FromFile) or item.digest:
        return {"digest": item.digest}
    return {"key": item.key}
