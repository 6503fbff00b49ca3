"""What an episode would ask of providers outside, written down for a person to decide about."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.kernel.digest import DIGEST_PATTERN

Purpose = Literal["writing", "skills"]


class Asking(Model):
    """Questions to a model outside: whom, about what, and how much at most."""

    purpose: Purpose
    server: str = Field(description="Scheme, host and port")
    model: str
    about: str = Field(pattern=DIGEST_PATTERN, description="blake3 of what the model is told; another one asks anew")
    questions: int = Field(ge=1, description="How many questions at most")
    tokens: int = Field(ge=1, description="Longest answer to each, in tokens")


class SpendEstimate(Document):
    """Everything an episode would ask outside. Nothing is asked before a person approved exactly this."""

    kind: ClassVar[str] = "spend_estimate"

    episode: str
    askings: tuple[Asking, ...] = Field(min_length=1, description="At most one for each purpose, by its name")
