"""Scripts for tests, parsed from a few lines of Fountain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelmake.crafts.story.screenplay import parse_screenplay
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script


def canon_of(ages: Mapping[str, int | None]) -> Canon:
    """Return a canon of these characters."""
    people = {name.lower(): {"name": name, "age": age} for name, age in ages.items()}
    return Canon.model_validate({"version": 1, "characters": people})


def script_of(text: str, canon: Canon) -> Script:
    """Return a screenplay's text as a script."""
    return parse_screenplay(
        text.encode(),
        path="story/ep01.fountain",
        episode="ep01",
        series="test",
        character_ids=canon.character_ids(),
        location_ids={},
        numbering=None,
    )


def project_of(**parts: Any) -> ProjectConfig:
    """Return a project with these settings."""
    return ProjectConfig.model_validate({"series": {"id": "test", "title": "Test"}, **parts})
