"""Ids are safe in paths and wildcards, and never shared by two names."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reelmake.kernel.ids import is_slug, letter_suffix, slug, trace_id

names = st.text(min_size=1, max_size=80) | st.text(alphabet="abAB é'’.-_ 12ßСж口א", min_size=1, max_size=12)


def bare(name):
    """Return what two names have to differ in: anything but case, width and the marks between words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_'’.\-]+", " ", folded).strip()


@pytest.mark.spec("S1")
@given(names)
def test_an_id_is_safe_in_paths_and_wildcards_whatever_the_name(name):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", slug(name))
    assert is_slug(slug(name))


@given(names, names)
def test_names_that_differ_in_more_than_marks_never_share_an_id(one, other):
    assume(bare(one) != bare(other))
    assert slug(one) != slug(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "Jose"), ("МАРИЯ", "МАРИА"), ("李", "王"), ("A+B", "A&B"), ("Ana 😀", "Ana 😎"), ("naïve", "naive"),
        ("Straße", "Strase"), ("٣", "3"), ("x" * 65, "x" * 66),
    ],
)  # fmt: skip
def test_names_that_ascii_would_merge_get_different_ids(one, other):
    assert slug(one) != slug(other)


@given(names)
def test_case_width_and_spacing_do_not_change_an_id(name):
    assert slug(name) == slug(f"  {name}\t")
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))
    if name.isascii():
        assert slug(name.upper()) == slug(name.lower())


def test_plain_names_stay_readable():
    assert [slug(name) for name in ("MARA", "Dr. O'Neil", "OLD  MAN", "Unit_7")] == [
        "mara", "dr-o-neil", "old-man", "unit-7",
    ]  # fmt: skip
    assert slug("José").startswith("jose-")
    assert slug("李").startswith("x-")


@pytest.mark.parametrize("text", ["", "A", "-a", "a/b", "..", "a b", "a\n", "é", "a" * 65, "a;b"])
def test_invalid_ids_are_recognised(text):
    assert not is_slug(text)


def test_a_trace_id_depends_on_series_and_episode_only():
    assert trace_id("lamp", "ep01") == trace_id("lamp", "ep01")
    assert len({trace_id("lamp", "ep01"), trace_id("lamp", "ep02"), trace_id("lam", "pep01")}) == 3
    assert len(trace_id("lamp", "ep01")) == 32


def test_insertions_are_lettered_like_scenes():
    assert [letter_suffix(index) for index in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_letter_suffixes_are_unique(one, other):
    assert (letter_suffix(one) == letter_suffix(other)) == (one == other)
