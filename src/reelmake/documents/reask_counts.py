"""How often the questions about an episode were put to a model anew, as ``story/<episode>.takes.yaml`` has it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reelmake.documents.project import Config, Slug

Take = Annotated[int, Field(ge=1, le=9999)]


class Takes(Config):
    """Everything in ``story/<episode>.takes.yaml``, written by ``reelmake skills run --refresh``."""

    skills: dict[Slug, Take] = Field(default={}, description="The take that counts of each skill's question")
