"""Long sentences cut where a speaker would breathe: a model's memory grows with what it speaks at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MOST_PHONEMES = 160
"""About ten seconds."""


def breaths(phonemes: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a long sentence at a comma if there is one, else between two words; leave a short one whole."""
    while len(phonemes) > MOST_PHONEMES:
        window = phonemes[:MOST_PHONEMES]
        half = MOST_PHONEMES // 2
        cut = max((i for i in range(half, MOST_PHONEMES) if window[i] in ",;:"), default=-1) + 1
        cut = cut or max((i for i in range(half, MOST_PHONEMES) if window[i] == " "), default=MOST_PHONEMES - 1) + 1
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    if any(not phoneme.isspace() for phoneme in phonemes):
        yield phonemes
