"""What an episode begins with, foreseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reelmake.documents.world import Known, StandingFact, WorldState
from reelmake.episode.carry_over import Beginnings
from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace


class Season:
    """Episodes whose text is what they leave behind, and how often each was foreseen."""

    def __init__(self, root: Path, **texts: str) -> None:
        self.root = root
        self.foreseen: list[str] = []
        (root / "story").mkdir()
        for episode, text in texts.items():
            self.write(episode, text)

    def write(self, episode: str, text: str) -> None:
        """Write an episode, which changes its world."""
        (self.root / f"story/{episode}.fountain").write_text(text, encoding="utf-8")

    def begins(self, episode: str, settings: str = "as they are") -> str:
        """Return what a run of its own says the episode begins with."""
        told = Beginnings(
            Workspace(self.root),
            settings,
            story_digest=self._text,
            file_digest=FileDigests(self.root).digest_or_absent,
            end=self._end,
        )
        return told.of(episode)

    def _text(self, episode: str) -> str:
        return (self.root / f"story/{episode}.fountain").read_text(encoding="utf-8")

    def _end(self, episode: str, before: WorldState | None) -> WorldState:
        self.foreseen.append(episode)
        text = self._text(episode)
        if text == "unreadable":
            raise ValidationFailed("it cannot be read")
        facts = (StandingFact(kind=Known.THREAD, subject=text),) if text.islower() else ()
        return WorldState(
            trace_id=episode, episode=episode, scenes=(), standing=(*(before.standing if before else ()), *facts)
        )


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path, ep01="cups", ep02="NOTHING", ep03="hatch", ep04="key")


def test_each_episode_begins_with_all_that_stood_at_the_end_of_those_before(season: Season) -> None:
    assert season.begins("ep01") == ""
    begins = season.begins("ep04")
    assert begins.startswith("build/worlds/ep03.")
    assert [thread.subject for thread in WorldState.load(season.root / begins).threads] == ["cups", "hatch"]
    assert season.foreseen == ["ep01", "ep02", "ep03"]


@pytest.mark.spec("E1", "E2")
def test_what_was_foreseen_once_is_not_foreseen_again_until_its_text_or_its_beginning_changes(season: Season) -> None:
    before = season.begins("ep04")
    season.foreseen.clear()
    assert season.begins("ep04") == before
    assert season.foreseen == []
    season.write("ep02", "NOTHING MUCH")
    assert season.begins("ep04") == before
    assert season.foreseen == ["ep02"], "it ends as it did, so those after it stand"
    season.write("ep01", "plates")
    assert season.begins("ep04") != before
    assert season.foreseen == ["ep02", "ep01", "ep02", "ep03"]
    season.begins("ep04", settings="another program")
    assert season.foreseen[4:] == ["ep01", "ep02", "ep03"]


def test_nothing_is_foreseen_after_what_cannot_be_read_or_is_yet_to_be_written(season: Season) -> None:
    season.write("ep02", "unreadable")
    assert season.begins("ep02") != ""
    assert (season.begins("ep03"), season.begins("ep04")) == ("", "")
    (season.root / "story/ep02.fountain").unlink()
    (season.root / "story/ep02.brief.yaml").write_text("title: Hatch\n", encoding="utf-8")
    assert season.begins("ep02") != ""
    assert (season.begins("ep03"), season.begins("ep04")) == ("", "")


@pytest.mark.parametrize("damage", ["", "[]", '{"ep01": 3}', '{"ep01": ["", 3]}'])
def test_a_damaged_memory_or_a_lost_file_is_made_again(season: Season, damage: str) -> None:
    begins = season.begins("ep02")
    (season.root / "build/worlds/known.json").write_text(damage, encoding="utf-8")
    assert season.begins("ep02") == begins
    (season.root / begins).unlink()
    assert season.begins("ep02") == begins
    whole = (season.root / begins).read_bytes()
    (season.root / begins).write_bytes(whole[:-9])
    assert season.begins("ep02") == begins
    assert (season.root / begins).read_bytes() == whole
    assert list(json.loads((season.root / "build/worlds/known.json").read_bytes())) == ["ep01"]
