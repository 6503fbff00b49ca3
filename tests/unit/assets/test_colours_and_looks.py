"""A character's colour and figure: their own, and always the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.assets.colours import PALETTE, assign_colours, mix
from reelmake.assets.lettering import clean, fit_block, fit_line, width_of
from reelmake.assets.looks import BUILDS, HAIRS, LOWERS, look_of

IDS = st.sets(st.text("abcdefghij-", min_size=1, max_size=8), max_size=12)


@given(cast=IDS, newcomer=st.text("klmnop", min_size=1, max_size=8))
def test_a_colour_does_not_change_because_someone_joins(cast: set[str], newcomer: str) -> None:
    before = assign_colours(cast, {})
    after = assign_colours({*cast, newcomer}, {newcomer: "#123456"})
    assert {name: after[name] for name in cast} == before


def test_the_canon_decides_a_colour_and_these_two_are_pinned() -> None:
    assert assign_colours(["mara", "tobias"], {"mara": "#AABBCC"})["mara"] == "#aabbcc"
    assert assign_colours(["mara", "tobias"], {}) == {"mara": "#16a0af", "tobias": "#4cb8e8"}


def test_a_large_cast_has_many_colours_and_many_silhouettes() -> None:
    names = [f"person-{number}" for number in range(300)]
    assert len(set(assign_colours(names, {}).values())) > 150
    silhouettes = {look_of(name, "#808080").silhouette for name in names}
    assert len(silhouettes) > 60
    assert len(HAIRS) * len(BUILDS) * len(LOWERS) >= 24


def test_palette_colours_are_distinct() -> None:
    assert len(set(PALETTE)) == 45


def test_mixing_is_exact_in_whole_numbers() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 100) == "#ffffff"
    assert mix("#102030", "#304050", 50) == "#203040"


@given(text=st.text(max_size=200), width=st.integers(60, 900), size=st.integers(8, 90))
def test_a_fitted_line_is_never_wider_than_its_room(text: str, width: int, size: int) -> None:
    line = fit_line(text, width=max(width, 2 * size), size=size)
    assert line.width <= max(width, 2 * size)
    assert line.width == width_of(line.text, line.size)
    assert "".join(span.text for span in line.spans) == line.text


@given(text=st.text(max_size=400), lines=st.integers(1, 5))
def test_a_fitted_block_keeps_its_number_of_lines(text: str, lines: int) -> None:
    assert len(fit_block(text or "x", width=500, lines=lines, size=60, least=24)) <= lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb\tc", "a b c"), ("a\x00b\u202eb", "abb"), ("می\u200cروم", "می\u200cروم"), ("x😀y", "xy"), ("\ud800", "")],
)
def test_only_what_can_be_drawn_is_kept(text: str, expected: str) -> None:
    assert clean(text) == expected
