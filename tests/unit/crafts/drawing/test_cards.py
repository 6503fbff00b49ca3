"""The layout of cards, and the names in the credits."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reelmake.crafts.assets.credits import source_credits, with_credits
from reelmake.crafts.drawing.card_layout import lay_out_card
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.library import Licence
from reelmake.documents.plan import Source
from reelmake.documents.project import CardsConfig
from reelmake.documents.shotlist import CreditBlock, Shot
from support.studio import make_shot

WIDE, TALL = Frame(1472, 828), Frame(1242, 2208)


def card(**fields: object) -> Shot:
    return make_shot(kind="card", framing="card", location_id="", location="", **fields)


def source(need: str, path: str = "", **licence: str) -> Source:
    terms = Licence.model_validate(licence) if licence else None
    return Source(need_id=need, status="library", path=path, licence=terms)


@pytest.mark.spec("R1")
def test_a_title_sets_the_series_small_above_the_episode() -> None:
    series, episode = lay_out_card(card(card="The Orchard\nTen Past", card_style="title"), WIDE).words
    assert (series.line.text, episode.line.text) == ("The Orchard", "Ten Past")
    assert series.y < episode.y - episode.line.size
    assert series.line.size * 2 < episode.line.size


def test_a_title_card_with_one_name_is_laid_out_as_words() -> None:
    words = lay_out_card(card(card="Ten Past", card_style="title"), WIDE).words
    assert [text.line.text for text in words] == ["Ten Past"]


@pytest.mark.parametrize("frame", [WIDE, TALL])
@pytest.mark.parametrize("names", [1, 9, 40, 300])
def test_credits_stay_inside_the_picture_and_do_not_touch(frame: Frame, names: int) -> None:
    block = CreditBlock(heading="Cast", lines=tuple(f"SOMEBODY WITH A LONG NAME {number}" for number in range(names)))
    words = lay_out_card(card(card_style="credits", credits=[block.model_dump()]), frame).words
    for text in words:
        assert text.line.width // 2 <= text.x <= frame.width - text.line.width // 2
        assert text.line.size <= text.y <= frame.height - text.line.size // 3
    same_column = sorted(text.y for text in words if text.x == words[0].x)
    assert all(after - before >= words[1].line.size for before, after in pairwise(same_column))
    if names == 300:
        assert words[-1].line.text.startswith("… +"), "names that do not fit are counted"


@pytest.mark.spec("A3")
def test_each_maker_is_named_once_as_the_licence_record_asks() -> None:
    made = source_credits(
        [
            source("location/pier", "assets/location/pier.png", license_type="CC-BY-4.0", attribution="Jane Doe"),
            source("prop/key", "assets/prop/key.png", license_type="CC-BY-4.0", attribution="Jane Doe"),
            source("music/calm", "assets/music/calm.mp3", license_type="MIT", provider_or_model="Kit"),
            source("voice_line/1", license_type="generated_local", provider_or_model="A voice"),
            source("sfx/rain", "assets/sfx/rain.wav", license_type="CC0-1.0"),
            source("character/ada"),
        ],
        CardsConfig(),
    )
    assert [(block.heading, block.lines) for block in made] == [
        ("Voices", ("A voice",)),
        ("Pictures", ("Jane Doe (CC-BY-4.0)",)),
        ("Music", ("Kit (MIT)",)),
        ("Sounds", ("rain.wav (CC0-1.0)",)),
    ]


def test_only_the_credits_card_gets_the_credits() -> None:
    shots = (card(card="The End", card_style="end"), card(card_style="credits"))
    block = CreditBlock(heading="Music", lines=("Kit",))
    assert [shot.credits for shot in with_credits(shots, (block,))] == [(), (block,)]
