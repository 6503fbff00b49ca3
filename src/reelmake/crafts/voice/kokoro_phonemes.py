"""What Kokoro reads: English phonemes as it was taught to write them, in the accent of the voice."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, Literal

Accent = Literal["american", "british"]

_ESPEAK: dict[Accent, str] = {"american": "en-us", "british": "en"}
"""The names under which the phonemizer's data have the accents."""
_FIRST = (("ʔn̩", "tn"), ("ʔ", "t"), ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"))
_THEN = (("eɪ", "A"), ("tʃ", "ʧ"), ("ɔɪ", "Y"))
_LAST = (("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ʲ", ""), ("ɬ", "l"), ("̩", ""), ("̃", ""))
_SPELLING: dict[Accent, tuple[tuple[str, str], ...]] = {
    "american": (
        *(*_FIRST, *_THEN, ("oʊ", "O"), ("əl", "ᵊl"), ("ɚ", "əɹ"), ("ɜː", "ɜɹ"), ("ɜɹɹ", "ɜɹ"), ("ɐ", "ə")),
        *(("ɪə", "iə"), ("ː", ""), *_LAST),
    ),
    "british": (*_FIRST, ("eə", "ɛː"), *_THEN, ("əʊ", "Q"), ("əl", "ᵊl"), ("ɐ", "ə"), ("iə", "ɪə"), *_LAST),
}
"""What the model was taught to read where the phonemizer writes otherwise, in the order in which it is replaced."""


def accent_of(voice: str) -> Accent:
    """Return the accent a voice's name tells, as the model's own are named: ``bf_emma`` is a British woman."""
    return "british" if re.match(r"b[fm]_", voice) else "american"


def sentences_of(phonemizer: Any, known: Container[str], text: str, accent: Accent) -> list[str]:
    """Return the phonemes of each sentence of a text, only those that are ``known`` to the model."""
    sentences = []
    for sentence in phonemizer.phonemize(_ESPEAK[accent], text):
        written = "".join(sentence)
        for theirs, ours in _SPELLING[accent]:
            written = written.replace(theirs, ours)
        kept = "".join(char for char in written if char in known).strip()
        if re.search(r"[^\W\d_]", kept):
            sentences.append(kept)
    return sentences
