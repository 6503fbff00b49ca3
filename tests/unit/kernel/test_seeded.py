"""Seeded choices are pinned: a changed number changes every picture and every piece of music made so far."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelmake.kernel.seeded import SeededRandom, seeded_index


def test_the_sequence_of_a_seed_is_pinned() -> None:
    rng = SeededRandom("set", "lighthouse")
    assert [rng.between(0, 999) for _ in range(5)] == [178, 782, 404, 602, 682]


def test_the_index_of_a_seed_is_pinned() -> None:
    assert [seeded_index(12, "key", episode) for episode in ("ep01", "ep02", "ep03")] == [8, 2, 3]


@given(seed=st.text(max_size=20), low=st.integers(-1000, 1000), width=st.integers(0, 1000))
def test_numbers_stay_between_their_bounds(seed: str, low: int, width: int) -> None:
    rng = SeededRandom(seed)
    assert all(low <= rng.between(low, low + width) <= low + width for _ in range(20))


@given(seed=st.text(max_size=20), count=st.integers(1, 50))
def test_an_index_lies_inside_its_list(seed: str, count: int) -> None:
    assert 0 <= seeded_index(count, seed) < count


def test_where_one_word_ends_and_the_next_begins_counts() -> None:
    assert SeededRandom("ab", "c").between(0, 1 << 31) != SeededRandom("a", "bc").between(0, 1 << 31)
    assert seeded_index(1 << 40, "ab", "c") != seeded_index(1 << 40, "a", "bc")
