"""Captions that are too fast to read start a little before their words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.early_start import too_fast_cues, with_early_starts
from reelmake.crafts.captions.limits import GAP, CaptionRules
from reelmake.documents.project import CaptionConfig
from reelmake.kernel.frames import Rate

RULES = CaptionRules.from_config(CaptionConfig(), Rate.parse("24"))


def cue(start: int, end: int, letters: int) -> Cue:
    return Cue(start, end, (Speech(("x" * letters,)),))


def spans(cues: list[Cue]) -> list[tuple[int, int]]:
    return [(one.start, one.end_exclusive) for one in cues]


@pytest.mark.spec("R5")
def test_a_caption_that_is_too_fast_starts_as_early_as_needed_but_at_most_an_eighth_of_a_second() -> None:
    assert spans(with_early_starts([cue(100, 128, 25)], [], RULES)) == [(98, 128)]
    assert spans(with_early_starts([cue(100, 128, 40)], [], RULES)) == [(97, 128)]
    assert spans(with_early_starts([cue(100, 130, 25)], [], RULES)) == [(100, 130)]


def test_the_previous_caption_ends_earlier_as_long_as_it_stays_readable() -> None:
    roomy, tight, fast = cue(50, 98, 38), cue(50, 98, 40), cue(100, 128, 25)
    assert spans(with_early_starts([roomy, fast], [], RULES)) == [(50, 96), (98, 128)]
    # The first cannot end earlier, but it can start earlier: nothing comes before it.
    assert spans(with_early_starts([tight, fast], [], RULES)) == [(48, 96), (98, 128)]
    assert spans(with_early_starts([tight, fast], [50], RULES)) == [(50, 98), (100, 128)]


def test_no_caption_starts_before_the_picture_of_its_scene() -> None:
    assert spans(with_early_starts([cue(100, 128, 30)], [60, 99], RULES)) == [(99, 128)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 120), st.integers(1, 84)), max_size=12), st.integers(0, 9))
def test_an_early_start_never_makes_another_caption_unreadable_or_a_gap_too_small(
    shown: list[tuple[int, int, int]], change: int
) -> None:
    before: list[Cue] = []
    place = 0
    for gap, frames, letters in shown:
        before.append(cue(place + GAP + gap, place + GAP + gap + frames, letters))
        place = before[-1].end_exclusive
    changes = [before[change].start] if change < len(before) else []
    after = with_early_starts(before, changes, RULES)
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert 0 <= old.start - new.start <= RULES.max_early_start
        assert new.start < new.end_exclusive <= old.end_exclusive
        if not too_fast_cues([old], RULES):
            assert not too_fast_cues([new], RULES)
        assert not any(new.start < frame <= old.start for frame in changes)
    assert all(later.start - earlier.end_exclusive >= GAP for earlier, later in pairwise(after))
