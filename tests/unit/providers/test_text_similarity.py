"""How alike two texts are, in whole numbers that every machine agrees about."""

from __future__ import annotations

import importlib.metadata

import numpy
import pytest

from reelmake.providers.text.text_similarity import PACKAGE, TextSimilarity, text_similarity_model

TINY = TextSimilarity(
    ids={"▁": 0, "a": 1, "b": 2, "ab": 3, "▁ab": 4},
    ranks={("a", "b"): 0, ("▁", "ab"): 1},
    vectors=numpy.array([[0, 0], [1, 0], [0, 1], [3, 4], [0.5, -0.25]], dtype="<f2"),
)


def test_a_text_is_joined_into_the_pieces_of_the_vocabulary_in_their_order():
    assert TINY.pieces("ab") == ["▁ab"]
    assert TINY.pieces("ba ab") == ["▁", "b", "a", "▁ab"]
    assert TINY.pieces("") == ["▁"]


def test_a_text_is_wholly_like_itself_and_nothing_is_like_what_has_no_words():
    assert TINY.score("ab", "ab") == 1000
    assert TINY.score("a", "b") == 0
    assert TINY.score("a", "") == 0
    assert TINY.score("zz", "ab") == 0


def installed() -> bool:
    try:
        return bool(importlib.metadata.version(PACKAGE))
    except importlib.metadata.PackageNotFoundError:
        return False


@pytest.mark.spec("C4")
@pytest.mark.skipif(not installed(), reason="the extra recall is not installed: make recall")
def test_what_is_meant_alike_is_nearer_than_what_is_not():
    asked = "Pim finds Ruth filling in tickets that nobody has bought."
    near, far = (
        text_similarity_model().score(asked, "Ruth sells false tickets."),
        text_similarity_model().score(asked, "The engine breaks in a storm."),
    )
    assert near > far + 300
    # Pinned: the same on every machine, for nothing is rounded.
    assert (near, far) == (607, -68)
