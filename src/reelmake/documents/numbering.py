"""Locked scene and shot numbers: an insertion becomes 14A, and no other number changes."""

from __future__ import annotations

from pydantic import Field

from reelmake.documents.project import Config


class NumberedShot(Config):
    """A shot's number, and a fingerprint of the shot when it was numbered."""

    id: str
    fingerprint: str = Field(description="Digest of the shot's kind and of the elements it covers")
    omitted: bool = Field(default=False, description="Whether the shot was removed; its number is never used again")


class NumberedScene(Config):
    """A scene's number, and a fingerprint of the scene when it was numbered."""

    id: str
    fingerprint: str = Field(description="Digest of the heading, and a sketch of the content")
    shots: tuple[NumberedShot, ...] = ()


class Numbering(Config):
    """Everything in ``story/<ep>.numbers.yaml``, written by ``reelmake number``."""

    episode: str
    scenes: tuple[NumberedScene, ...]
