"""Text similarity in integers, equal on every machine."""

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


def test_a_text_is_merged_into_vocabulary_pieces_by_rank():
    assert TINY.pieces("ab") == ["▁ab"]
    assert TINY.pieces("ba ab") == ["▁", "b", "a", "▁ab"]
    assert TINY.pieces("") == ["▁"]


def test_a_text_is_identical_to_itself_and_unlike_an_empty_one():
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
def test_similar_meaning_scores_higher_than_different_meaning():
    asked = "Pim finds Ruth filling in tickets that nobody has bought."
    near, far = (
        text_similarity_model().score(asked, "Ruth sells false tickets."),
        text_similarity_model().score(asked, "The engine breaks in a storm."),
    )
    assert near > far + 300
    # Pinned: the same on every machine, for nothing is rounded.
    assert (near, far) == (607, -68)
