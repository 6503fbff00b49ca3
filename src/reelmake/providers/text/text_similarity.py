"""Similarity of texts by word vectors, in integer arithmetic, so that every machine computes the same result.

The vectors and the vocabulary are those of the extra ``recall`` (WordLlama, MIT). Only its two data files are read. A
half-precision number is an integer multiple of 2⁻²⁴, so sums and products of them are exact.
"""

from __future__ import annotations

import importlib.metadata
import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from reelmake.kernel.errors import NotFound
from reelmake.kernel.installation import install_command

PACKAGE = "wordllama"
EXTRA = "recall"
_VECTORS = "l2_supercat_256.safetensors"
_VOCABULARY = "l2_supercat_tokenizer_config.json"
_WIDTH = 256
_UNIT = 1 << 24
_SPACE = "▁"
_LONGEST = 2000


@dataclass(frozen=True)
class TextSimilarity:
    """A vocabulary, the order in which its pieces are merged, and a vector for each piece."""

    ids: dict[str, int]
    ranks: dict[tuple[str, str], int]
    vectors: Any

    def score(self, first: str, second: str) -> int:
        """Return the similarity of two texts in thousandths; identical texts have 1000."""
        one, other = self._vector(first), self._vector(second)
        length = math.isqrt(_product(one, one) * _product(other, other))
        return _product(one, other) * 1000 // length if length else 0

    def pieces(self, text: str) -> list[str]:
        """Return a text split into pieces of the vocabulary."""
        pieces = list(_SPACE + text[:_LONGEST].replace(" ", _SPACE))
        while True:
            ranked = [
                (rank, place)
                for place, pair in enumerate(pairwise(pieces))
                if (rank := self.ranks.get(pair)) is not None
            ]
            if not ranked:
                return pieces
            place = min(ranked)[1]
            pieces[place : place + 2] = ["".join(pieces[place : place + 2])]

    def _vector(self, text: str) -> list[int]:
        import numpy

        known = [self.ids[piece] for piece in self.pieces(text) if piece in self.ids]
        rows = self.vectors[known].astype(numpy.float64) * _UNIT
        total: list[int] = rows.astype(numpy.int64).sum(axis=0).tolist()
        return total


@cache
def text_similarity_model() -> TextSimilarity:
    """Return the model of the extra ``recall``; raise NotFound when it is not installed."""
    import numpy

    vocabulary = json.loads(_file(_VOCABULARY).read_text(encoding="utf-8"))["model"]
    ranks = {
        (left, right): rank for rank, (left, _, right) in enumerate(m.partition(" ") for m in vocabulary["merges"])
    }
    data = _file(_VECTORS).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    vectors = numpy.frombuffer(data, dtype="<f2", offset=start).reshape(-1, _WIDTH)
    return TextSimilarity(vocabulary["vocab"], ranks, vectors)


def _product(one: list[int], other: list[int]) -> int:
    return sum(left * right for left, right in zip(one, other, strict=True))


def _file(name: str) -> Path:
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise NotFound(
            "the word vectors for recalling earlier episodes are not installed",
            where="config/project.yaml: writing.recall",
            remedy=f"install it (20 MB): {install_command(EXTRA)}; or set writing.recall to 0",
            reason="RECALL_ABSENT",
        ) from error
    return next(Path(str(entry.locate())) for entry in files if entry.name == name)
