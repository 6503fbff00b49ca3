"""Which phonemes of a sentence belong to which of its words, though a speech engine runs words together."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_STRESSES = "ˈˌ"


@dataclass(frozen=True)
class Phone:
    """One phoneme as the model spoke it, and the samples it fills."""

    symbol: str
    start: int
    end_exclusive: int


def word_spans(words: Sequence[Sequence[str]], phones: Sequence[Phone]) -> list[tuple[int, int]]:
    """Return the samples of each word, given the phonemes it has when it is spoken alone.

    A word of which the sentence holds nothing gets an empty span at its place.
    """
    sounds, gaps = _sounds(phones)
    alone = [(symbol, index) for index, word in enumerate(words) for symbol in word if _sounds_like_speech(symbol)]
    if not sounds:
        return [(0, 0)] * len(words)
    places = _places([symbol for symbol, _ in alone], [sound.symbol for sound in sounds])
    firsts: list[int] = []
    for index in range(len(words)):
        own = [place for place, (_, word) in zip(places, alone, strict=False) if word == index]
        near = _at_a_gap(own[0], gaps) if own else -1
        # Two words that run together have one gap, and it is the first one's.
        firsts.append(own[0] if own and near in firsts else near)
    bounds = [*_monotone(firsts, len(sounds)), len(sounds)]
    return [
        (sounds[first].start, sounds[last - 1].end_exclusive)
        if first < last
        else (sounds[min(first, len(sounds) - 1)].start,) * 2
        for first, last in pairwise(bounds)
    ]


def _sounds(phones: Sequence[Phone]) -> tuple[list[Phone], set[int]]:
    """Return what is heard, a stress mark's time given to the sound it stresses, and before which of it a gap lies."""
    sounds: list[Phone] = []
    gaps = {0}
    start: int | None = None
    for phone in phones:
        if phone.symbol in _STRESSES:
            start = phone.start if start is None else start
        elif _sounds_like_speech(phone.symbol):
            sounds.append(Phone(phone.symbol, phone.start if start is None else start, phone.end_exclusive))
            start = None
        else:
            gaps.add(len(sounds))
    return sounds, gaps


def _sounds_like_speech(symbol: str) -> bool:
    return symbol not in _STRESSES and unicodedata.category(symbol[0])[0] not in "ZP"


def _places(alone: list[str], heard: list[str]) -> list[int]:
    """Return for each phoneme of the single words where it is in what was heard; one more for the end."""
    places: list[int] = []
    for _kind, from_alone, to_alone, first, last in SequenceMatcher(None, alone, heard, autojunk=False).get_opcodes():
        count = to_alone - from_alone
        places += [first + (last - first) * index // count for index in range(count)]
    return [*places, len(heard)]


def _at_a_gap(place: int, gaps: set[int]) -> int:
    """Return the gap beside a place, if there is one: words begin after gaps."""
    return next((near for near in (place, place + 1, place - 1) if near in gaps), place)


def _monotone(firsts: list[int], end: int) -> list[int]:
    result: list[int] = []
    for index, first in enumerate(firsts):
        known = next((later for later in firsts[index:] if later >= 0), end)
        result.append(max(known if first < 0 else first, result[-1] if result else 0))
    return result
