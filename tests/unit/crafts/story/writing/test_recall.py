"""What a writer is reminded of: like scenes of episodes long ago, in a part of the pack that nothing judges by."""

from __future__ import annotations

import pytest

from reelmake.crafts.story.writing.episode_plan import plan_episode
from reelmake.crafts.story.writing.port import Order
from reelmake.crafts.story.writing.prompt import prompt_for
from reelmake.crafts.story.writing.recall import LEAST_ALIKE, recalled
from reelmake.documents.brief import Brief
from support.season import Season

BRIEF = Brief(logline="x", cast=("pim-aalto",), beats=({"what": "Pim sorts tickets."},))


def shared_words(one: str, other: str) -> int:
    words = set(one.casefold().split()) & set(other.casefold().split())
    return min(1000, 400 * len(words))


@pytest.fixture(scope="module")
def season() -> Season:
    season = Season()
    for episode in ("ep01", "ep02"):
        season.write(episode)
    return season


@pytest.mark.spec("C4", "S3")
def test_the_likest_scenes_come_first_and_only_by_their_summaries(season: Season) -> None:
    found = recalled(BRIEF, season.scripts, shared_words, 3)
    assert [one.alike for one in found] == sorted((one.alike for one in found), reverse=True)
    assert all(one.alike >= LEAST_ALIKE for one in found)
    assert found[0].where == "ep01/1"
    assert found[0].text == "Pim finds Ruth filling in tickets that nobody has bought."
    assert recalled(BRIEF, season.scripts, shared_words, 1) == found[:1]
    assert recalled(BRIEF, season.scripts, lambda _one, _other: 0, 3) == ()


@pytest.mark.spec("C4")
def test_what_is_recalled_is_told_as_uncertain_and_changes_nothing_but_the_pack(season: Season) -> None:
    episode_writer = season.writer("ep03")
    plain = episode_writer.context_pack()
    pack = plain.model_copy(
        update={"recalled": recalled(episode_writer.brief, season.scripts[:1], lambda _a, _b: 900, 2)}
    )
    question = prompt_for(Order(pack), plan_episode(pack))
    assert "nothing here is certain:\nep01/1: Pim finds Ruth" in question
    assert pack.content_digest != plain.content_digest
    # The writer without a model, and the gate that judges it, do not see it at all.
    assert episode_writer.write(pack).screenplay == episode_writer.write(plain).screenplay
