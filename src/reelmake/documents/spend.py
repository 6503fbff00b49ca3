"""The estimate of what an episode would ask of providers outside, for a person to approve."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.kernel.digest import DIGEST_PATTERN

Purpose = Literal["writing", "skills"]


class SpendItem(FrozenModel):
    """Questions to a model outside: which model, about what, and how many at most."""

    purpose: Purpose
    server: str = Field(description="Scheme, host and port")
    model: str
    about: str = Field(
        pattern=DIGEST_PATTERN, description="blake3 of what the model is sent; a change needs a new approval"
    )
    questions: int = Field(ge=1, description="Largest number of questions")
    tokens: int = Field(ge=1, description="Longest answer to each, in tokens")


class SpendEstimate(Document):
    """Everything an episode would ask outside. Nothing is asked until a person approves exactly this."""

    kind: ClassVar[str] = "spend_estimate"

    episode: str
    askings: tuple[SpendItem, ...] = Field(min_length=1, description="At most one for each purpose, sorted by purpose")
