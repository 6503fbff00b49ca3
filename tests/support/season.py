"""Writes the example season in memory from its briefs, for tests of writers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelmake.actions.runner import Made
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.crafts.story.writing.revision_loop import Written
from reelmake.documents.action import Action
from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.writing import WritingRecord
from reelmake.documents.yaml.files import load_yaml
from reelmake.episode.episode_writer import EpisodeWriter
from reelmake.kernel.errors import NotFound
from reelmake.materials.shipped import shipped

FERRY = shipped("examples", "night-ferry")


def no_model(_action: Action, _make: Callable[[Path], None]) -> Made:
    raise NotFound("tests ask no model")


@dataclass
class Season:
    """Episodes of the example series, written one after the other."""

    canon: Canon = field(default_factory=lambda: load_yaml(Canon, FERRY / "story/canon.yaml"))
    project: ProjectConfig = field(default_factory=lambda: load_yaml(ProjectConfig, FERRY / "config/project.yaml"))
    ensure: Callable[[Action, Callable[[Path], None]], Made] = no_model
    scripts: list[Script] = field(default_factory=list)
    records: list[WritingRecord] = field(default_factory=list)

    def brief(self, episode: str, **change: Any) -> Brief:
        """Return a brief of the example, with some keys changed."""
        plain = load_yaml(Brief, FERRY / f"story/{episode}.brief.yaml").model_dump(mode="json")
        return Brief.model_validate({**plain, **change})

    def writer(self, episode: str, brief: Brief | None = None) -> EpisodeWriter:
        """Return the writer of the next episode."""
        return EpisodeWriter(
            episode=episode,
            brief=brief or self.brief(episode),
            canon=self.canon,
            project=self.project,
            past=None,
            earlier=tuple(self.scripts),
            records=tuple(self.records),
            ensure=self.ensure,
        )

    def write(self, episode: str, brief: Brief | None = None) -> Written:
        """Write an episode, and add it to the previous episodes of those written after it."""
        writer = self.writer(episode, brief)
        written = writer.write(writer.context_pack())
        self.scripts.append(self.read(written.screenplay, episode))
        self.records.append(written.record)
        return written

    def read(self, screenplay: str, episode: str) -> Script:
        """Return a screenplay as a script."""
        people, places = self.canon.character_ids(), self.canon.location_ids()
        return parse_fountain(
            screenplay.encode(), path=episode, episode=episode, series="s", character_ids=people, location_ids=places
        )
