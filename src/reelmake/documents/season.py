"""A complete season: its films, by content."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.kernel.digest import DIGEST_PATTERN


class SeasonFilm(FrozenModel):
    """One episode's film."""

    episode: str
    digest: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the film")
    frames: int = Field(ge=0)


class Season(Document):
    """The films of one season, in the order of their episodes."""

    kind: ClassVar[str] = "season"

    season: int = Field(ge=1)
    films: tuple[SeasonFilm, ...]
