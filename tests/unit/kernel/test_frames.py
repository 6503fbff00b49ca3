"""Frames: integers at an exact rate, convertible to samples without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.kernel.frames import SAMPLE_RATE, Rate, Span

rates = st.sampled_from(["24", "25", "30", "50", "60", "24000/1001", "30000/1001", "60000/1001", "1/2", "240"]).map(
    Rate.parse
)
frames = st.integers(0, 10_000_000)


@given(rates, frames)
def test_a_frame_rate_round_trips_through_text(rate, _):
    assert Rate.parse(str(rate)) == rate


@pytest.mark.parametrize("text", ["0", "-24", "241", "x", "", "24/0", "nan"])
def test_an_invalid_frame_rate_is_refused(text):
    with pytest.raises((ValueError, ZeroDivisionError)):
        Rate.parse(text)


@pytest.mark.spec("F1")
@given(rates, st.integers(0, 10**10))
def test_a_sound_gets_the_smallest_number_of_frames_that_covers_it(rate, samples):
    held = rate.frames_from_samples(samples)
    assert held * SAMPLE_RATE >= samples * rate.value
    assert held == 0 or (held - 1) * SAMPLE_RATE < samples * rate.value


@given(rates, frames)
def test_frames_round_trip_through_samples(rate, count):
    assert rate.frames_from_samples(rate.samples(count)) == count


@given(rates, frames, frames)
def test_samples_increase_with_frames(rate, one, other):
    low, high = sorted((one, other))
    assert rate.samples(low) <= rate.samples(high)


@given(rates, st.integers(0, 10**8))
def test_milliseconds_become_the_nearest_frame(rate, milliseconds):
    count = rate.frames_from_ms(milliseconds)
    assert abs(count - rate.value * milliseconds / 1000) * 2 <= 1


def test_frames_samples_and_milliseconds_convert_as_expected():
    film, video = Rate.parse(24), Rate.parse("30000/1001")
    assert film.frames_from_samples(48_000) == 24
    assert film.frames_from_samples(48_001) == 25
    assert video.samples(30) == 48_048
    assert film.milliseconds(36) == 1500
    assert film.timecode(24 * 3661 + 7) == "01:01:01:07"
    assert video.timebase == 30
    assert video.timecode(30 * 60) == "00:01:00:00", "non-drop: frames are counted, not seconds"


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_span_has_as_many_frames_as_its_range(start, frames):
    assert Span(start, start + frames).frames == len(range(start, start + frames)) == frames


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Span(5, 4)
