"""The context pack: the canon's part, what happened, one summary, what is open; and no prose."""

from __future__ import annotations

import pytest

from reelmake.crafts.story.writing.context_pack import context_pack
from reelmake.documents.base import Document
from reelmake.documents.canon import Canon
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.world import Known, StandingFact, WorldState
from support.season import Season


def pack_after_one() -> tuple[Season, ContextPack]:
    season = Season()
    season.write("ep01")
    return season, season.writer("ep02").context_pack()


@pytest.mark.spec("S3")
def test_a_pack_holds_the_part_of_the_canon_its_cast_can_touch() -> None:
    _season, pack = pack_after_one()
    assert set(pack.canon.characters) == {"oda-brandt", "pim-aalto", "ruth-kessel"}
    assert list(pack.canon.relationships) == ["oda-employs-pim"]
    assert ContextPack.from_bytes(pack.to_bytes(), "pack") == pack


@pytest.mark.spec("S3")
def test_no_line_of_another_episode_is_in_a_pack() -> None:
    season, pack = pack_after_one()
    told = pack.to_bytes().decode()
    for part in spoken_parts(season.scripts[0]):
        if len(part.text.split()) > 2:
            assert part.text not in told
    assert pack.last_summary.startswith("Pim finds Ruth filling in tickets")
    assert len(pack.spent.lines) == len({part.text for part in spoken_parts(season.scripts[0])})


@pytest.mark.spec("S3")
def test_threads_and_what_stands_of_the_cast_are_carried_over_and_nothing_of_others() -> None:
    season = Season()
    world = WorldState(
        trace_id="t",
        episode="ep01",
        scenes=(),
        standing=(
            StandingFact(kind=Known.THREAD, subject="coats", detail="whose they were"),
            StandingFact(kind=Known.KNOWS, subject="pim-aalto", object="count"),
            StandingFact(kind=Known.DEAD, subject="havel-strom"),
        ),
    )
    pack = context_pack(
        season.brief("ep02"), season.canon, episode="ep02", series="s", title="S", language="en", past=world
    )
    assert [(thread.id, thread.text) for thread in pack.open_threads] == [("coats", "whose they were")]
    assert [fact.subject for fact in pack.standing] == ["pim-aalto"]


@pytest.mark.spec("S3")
def test_a_packs_digest_follows_everything_in_it() -> None:
    season = Season()

    def digest(one: Season, **change: object) -> str:
        pack: Document = one.writer("ep02", one.brief("ep02", **change)).context_pack()
        return pack.content_digest

    assert digest(season) == digest(Season())
    assert digest(season) != digest(season, seconds=99)
    canon = season.canon.model_dump(mode="json")
    canon["characters"]["oda-brandt"]["age"] = 58
    assert digest(season) != digest(Season(canon=Canon.model_validate(canon)))
