"""Each character's colour and look: distinct, and always the same."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.drawing.colours import PALETTE, assign_colours, mix
from reelmake.crafts.drawing.figure_looks import (
    BUILDS,
    HAIRS,
    LOWERS,
    MIN_DIFFERENCE,
    difference,
    distinct_looks,
    figure_look,
)
from reelmake.crafts.drawing.lettering import drawable, fit_block, fit_line, width_of

IDS = st.lists(st.text("abcdefghij-", min_size=1, max_size=8), max_size=12, unique=True)


@given(cast=IDS, newcomer=st.text("klmnop", min_size=1, max_size=8))
def test_a_colour_and_a_look_do_not_change_because_someone_joins(cast: list[str], newcomer: str) -> None:
    before = assign_colours(cast, {})
    after = assign_colours([*cast, newcomer], {newcomer: "#123456"})
    assert {name: after[name] for name in cast} == before
    looks = distinct_looks([*cast, newcomer], after, {newcomer: ("A broad man with a beard.", 70)})
    assert {name: looks[name] for name in cast} == distinct_looks(cast, before, {})


def test_the_canon_s_colour_wins_and_two_chosen_colours_are_pinned() -> None:
    assert assign_colours(["mara", "tobias"], {"mara": "#AABBCC"})["mara"] == "#aabbcc"
    assert assign_colours(["mara", "tobias"], {}) == {"mara": "#16a0af", "tobias": "#4cb8e8"}


def test_a_large_cast_has_many_colours_and_many_silhouettes() -> None:
    names = [f"person-{number}" for number in range(300)]
    assert len(set(assign_colours(names, {}).values())) > 150
    silhouettes = {figure_look(name, "#808080").silhouette for name in names}
    assert len(silhouettes) > 60
    assert len(HAIRS) * len(BUILDS) * len(LOWERS) >= 24


@pytest.mark.spec("A3")
def test_no_two_of_forty_characters_look_alike() -> None:
    names = [f"person-{number}" for number in range(40)]
    looks = distinct_looks(names, assign_colours(names, {}), {})
    assert min(difference(one, two) for one, two in itertools.combinations(looks.values(), 2)) >= MIN_DIFFERENCE


def test_people_with_the_same_description_differ_in_what_it_leaves_open() -> None:
    names = [f"guard-{number}" for number in range(12)]
    described = dict.fromkeys(names, ("Broad. Short black hair, a grey uniform.", 40))
    looks = distinct_looks(names, assign_colours(names, {}), described)
    assert {(look.build, look.hair, look.garment) for look in looks.values()} == {("broad", "crop", "shirt")}
    assert min(difference(one, two) for one, two in itertools.combinations(looks.values(), 2)) >= 2


def test_beards_baldness_and_headscarves_are_never_chosen_at_random() -> None:
    looks = [figure_look(f"person-{number}", "#808080") for number in range(300)]
    assert {look.beard for look in looks} == {"none"}
    assert not {"bald"} & {look.hair for look in looks}
    assert not {"scarf"} & {look.hat for look in looks}


def test_palette_colours_are_distinct() -> None:
    assert len(set(PALETTE)) == 45


def test_mixing_is_exact_in_whole_numbers() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 100) == "#ffffff"
    assert mix("#102030", "#304050", 50) == "#203040"


@given(text=st.text(max_size=200), width=st.integers(60, 900), size=st.integers(8, 90))
def test_a_fitted_line_is_never_wider_than_its_space(text: str, width: int, size: int) -> None:
    line = fit_line(text, width=max(width, 2 * size), size=size)
    assert line.width <= max(width, 2 * size)
    assert line.width == width_of(line.text, line.size)
    assert "".join(span.text for span in line.spans) == line.text


@given(text=st.text(max_size=400), lines=st.integers(1, 5))
def test_a_fitted_block_keeps_its_number_of_lines(text: str, lines: int) -> None:
    assert len(fit_block(text or "x", width=500, lines=lines, size=60, min_size=24)) <= lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb\tc", "a b c"), ("a\x00b\u202eb", "abb"), ("می\u200cروم", "می\u200cروم"), ("x😀y", "xy"), ("\ud800", "")],
)
def test_only_drawable_characters_are_kept(text: str, expected: str) -> None:
    assert drawable(text) == expected
