"""The world each episode starts from, computed before any job has run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reelmake.documents.world import Known, StandingFact, WorldState
from reelmake.episode.carry_over import StartingWorlds
from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace


class Season:
    """Episodes that end with their text as an open thread; records for which of them a world was computed."""

    def __init__(self, root: Path, **texts: str) -> None:
        self.root = root
        self.computed: list[str] = []
        (root / "story").mkdir()
        for episode, text in texts.items():
            self.write(episode, text)

    def write(self, episode: str, text: str) -> None:
        """Write an episode, which changes how it ends."""
        (self.root / f"story/{episode}.fountain").write_text(text, encoding="utf-8")

    def start_file(self, episode: str, settings: str = "default") -> str:
        """Return the path of the world an episode starts from, as a new run computes it."""
        worlds = StartingWorlds(
            Workspace(self.root),
            settings,
            story_digest=self._text,
            file_digest=FileDigests(self.root).digest_or_absent,
            compute_world=self._world,
        )
        return worlds.file_for(episode)

    def _text(self, episode: str) -> str:
        return (self.root / f"story/{episode}.fountain").read_text(encoding="utf-8")

    def _world(self, episode: str, start: WorldState | None) -> WorldState:
        self.computed.append(episode)
        text = self._text(episode)
        if text == "unreadable":
            raise ValidationFailed("it cannot be read")
        facts = (StandingFact(kind=Known.THREAD, subject=text),) if text.islower() else ()
        return WorldState(
            trace_id=episode, episode=episode, scenes=(), standing=(*(start.standing if start else ()), *facts)
        )


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path, ep01="cups", ep02="NOTHING", ep03="hatch", ep04="key")


def test_an_episode_starts_with_all_threads_left_open_by_earlier_episodes(season: Season) -> None:
    assert season.start_file("ep01") == ""
    start = season.start_file("ep04")
    assert start.startswith("build/worlds/ep03.")
    assert [thread.subject for thread in WorldState.load(season.root / start).threads] == ["cups", "hatch"]
    assert season.computed == ["ep01", "ep02", "ep03"]


@pytest.mark.spec("E1", "E2")
def test_a_world_is_computed_again_only_if_its_text_or_its_starting_world_changes(season: Season) -> None:
    before = season.start_file("ep04")
    season.computed.clear()
    assert season.start_file("ep04") == before
    assert season.computed == []
    season.write("ep02", "NOTHING MUCH")
    assert season.start_file("ep04") == before
    assert season.computed == ["ep02"], "it ends as it did, so later episodes are unaffected"
    season.write("ep01", "plates")
    assert season.start_file("ep04") != before
    assert season.computed == ["ep02", "ep01", "ep02", "ep03"]
    season.start_file("ep04", settings="another program")
    assert season.computed[4:] == ["ep01", "ep02", "ep03"]


def test_the_start_is_unknown_after_an_episode_that_is_unreadable_or_not_written_yet(season: Season) -> None:
    season.write("ep02", "unreadable")
    assert season.start_file("ep02") != ""
    assert (season.start_file("ep03"), season.start_file("ep04")) == ("", "")
    (season.root / "story/ep02.fountain").unlink()
    (season.root / "story/ep02.brief.yaml").write_text("title: Hatch\n", encoding="utf-8")
    assert season.start_file("ep02") != ""
    assert (season.start_file("ep03"), season.start_file("ep04")) == ("", "")


@pytest.mark.parametrize("damage", ["", "[]", '{"ep01": 3}', '{"ep01": ["", 3]}'])
def test_a_damaged_cache_file_or_a_lost_world_is_made_again(season: Season, damage: str) -> None:
    start = season.start_file("ep02")
    (season.root / "build/worlds/known.json").write_text(damage, encoding="utf-8")
    assert season.start_file("ep02") == start
    (season.root / start).unlink()
    assert season.start_file("ep02") == start
    whole = (season.root / start).read_bytes()
    (season.root / start).write_bytes(whole[:-9])
    assert season.start_file("ep02") == start
    assert (season.root / start).read_bytes() == whole
    assert list(json.loads((season.root / "build/worlds/known.json").read_bytes())) == ["ep01"]
