"""A description is read for what it states, and nothing is read into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.drawing.appearance import Appearance, read_appearance
from reelmake.crafts.drawing.figure_looks import figure_look

GREY, SILVER, BLACK, RED = "#9b9ca3", "#c9ccd4", "#17131f", "#b4501f"


@pytest.mark.parametrize(
    ("description", "stated"),
    [
        ("Silver hair in a low knot, dark red coat", {"hair_colour": SILVER, "hair": "bun", "lower": "coat"}),
        ("Long face, grey moustache.", {"head": "narrow", "beard": "moustache", "hair_colour": GREY}),
        ("Broad, bald, good shoes.", {"build": "broad", "hair": "bald"}),
        ("Reading glasses pushed into short grey hair.", {"extra": "round_glasses", "hair": "crop"}),
        ("A wiry man; red curly hair, dark skin", {"build": "slight", "hair": "curls", "skin": "#6b452e"}),
        ("A boy.", {"age": "child"}),
        ("An old woman in a headscarf", {"age": "old", "hat": "scarf"}),
        ("black-haired, a woolly hat", {"hair_colour": BLACK, "hat": "beanie"}),
    ],
)
def test_what_is_stated_is_read(description: str, stated: dict[str, str]) -> None:
    found = read_appearance(description)
    assert {name: getattr(found, name) for name in stated} == stated


@pytest.mark.parametrize(
    "description",
    [
        "Hates hats and never wore glasses.",
        "His brother's beard is famous.",
        "Has a long memory and a short temper.",
        "A heavy silence follows her; old friends call.",
        "Broad of mind, dark in humour, red with anger.",
        "Sells coats without a licence. The coat hooks are hers.",
        "",
    ],
)
def test_what_is_not_stated_is_not_read(description: str) -> None:
    found = read_appearance(description)
    assert (found.beard, found.extra, found.build, found.age, found.skin, found.hair) == ("",) * 6
    assert found.hat == "" and found.hair_colour == ""


def test_a_garment_keeps_its_colour_and_an_old_person_s_hair_turns_grey() -> None:
    coat = figure_look("marta", "#00ff00", read_appearance("A navy coat."))
    assert (coat.lower, coat.cloth) == ("coat", "#22315c")
    assert figure_look("marta", "#00ff00", read_appearance("", 71)).age == "old"
    assert figure_look("marta", "#00ff00", read_appearance("Red hair.", 71)).hair_fill == RED


@given(st.text(max_size=400), st.none() | st.integers(0, 200))
def test_any_description_can_be_read(description: str, age: int | None) -> None:
    assert isinstance(read_appearance(description, age), Appearance)
