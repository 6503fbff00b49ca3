"""How often each question about an episode was asked again, as kept in ``story/<episode>.takes.yaml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reelmake.documents.project import Config, Slug

Take = Annotated[int, Field(ge=1, le=9999)]


class ReaskCounts(Config):
    """Everything in ``story/<episode>.takes.yaml``, written by ``reelmake skills run --refresh``."""

    skills: dict[Slug, Take] = Field(default={}, description="The current take of each skill's question")
