"""Locked scene and shot numbers, so that an insertion becomes 14A and renames nothing."""

from __future__ import annotations

from pydantic import Field

from reelmake.documents.project import Config


class NumberedShot(Config):
    """A shot's number and what it was when it got it."""

    id: str
    fingerprint: str = Field(description="Digest of the shot's kind and of the elements it covers")
    omitted: bool = Field(default=False, description="Whether the shot is gone; its number is not given again")


class NumberedScene(Config):
    """A scene's number and what it was when it got it."""

    id: str
    fingerprint: str = Field(description="Digest of the heading, and a sketch of the content")
    shots: tuple[NumberedShot, ...] = ()


class Numbering(Config):
    """Everything in ``story/<ep>.numbers.yaml``, written by ``reelmake number``."""

    episode: str
    scenes: tuple[NumberedScene, ...]
