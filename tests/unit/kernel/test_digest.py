"""Digests: one canonical form of plain data, and equal digests for equal bytes."""

from __future__ import annotations

from collections import OrderedDict
from enum import IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.kernel.digest import canonical_bytes, digest, digest_bytes, digest_file

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.spec("E5")
def test_digests_are_pinned():
    assert digest_bytes(b"") == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    pinned = "55b6512bce367e29941f713a3103f40cb95a99fd3a7049f567f392ebbbf3ff2b"
    assert digest(("clip", 3, {"b": [1, "x"], "a": None, "half": Fraction(1, 2)})) == pinned


def test_canonical_json_is_sorted_compact_and_utf_8():
    assert canonical_bytes({"b": True, "ä": "ж", "a": (1, None)}) == '{"a":[1,null],"b":true,"ä":"ж"}'.encode()


@given(st.dictionaries(st.text(), plain, max_size=6))
def test_the_order_of_keys_does_not_matter(data):
    assert digest(data) == digest(dict(reversed(data.items())))


@given(plain, plain)
def test_different_data_has_different_bytes_and_a_different_digest(one, other):
    same = canonical_bytes(one) == canonical_bytes(other)
    assert same == (digest(one) == digest(other))
    assert same == (_typed(one) == _typed(other))


def _typed(value):
    """Return a form in which True is not 1 and the order of keys is gone."""
    if isinstance(value, dict):
        return "table", sorted((key, _typed(item)) for key, item in value.items())
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return (type(value).__name__, repr(value))


@pytest.mark.parametrize(
    "value", [1.5, {"a": [0.0]}, {1: "a"}, {"a", "b"}, b"bytes", object()], ids=lambda value: type(value).__name__
)
def test_values_without_a_single_json_form_are_refused(value):
    with pytest.raises(TypeError):
        digest(value)


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 2


class Place(NamedTuple):
    x: int
    y: object


def test_what_is_a_kind_of_plain_data_is_spelled_as_that():
    odd = {Colour.RED: MappingProxyType({"b": Size.LARGE, "a": Place(1, OrderedDict(z=Colour.RED))})}
    assert canonical_bytes(odd) == b'{"red":{"a":[1,{"z":"red"}],"b":2}}'
    with pytest.raises(TypeError):
        canonical_bytes({"deep": Place(1, {2: "a key that is no text"})})


def test_structure_is_part_of_the_digest():
    assert len({digest(value) for value in (["ab"], ["a", "b"], "ab", {"a": "b"}, ["a", ["b"]])}) == 5


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 16 << 20])
def test_a_file_has_the_digest_of_its_bytes_whatever_its_size(tmp_path, size):
    path = tmp_path / "file"
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    path.write_bytes(data)
    assert digest_file(path) == digest_bytes(data)
