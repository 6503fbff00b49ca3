from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.kernel.frames import Rate
from reelmake.kernel.timecode import frame_at, is_drop_frame, timecode

RATES = ("24", "25", "30", "24000/1001", "30000/1001", "50", "60000/1001", "60")
DAY = {
    rate: frame_at("23:59:59" + (";" if is_drop_frame(Rate.parse(rate)) else ":") + "00", Rate.parse(rate))
    for rate in RATES
}


@pytest.mark.spec("R5")
@pytest.mark.parametrize(
    ("rate", "frame", "label"),
    [
        ("24", 0, "00:00:00:00"),
        ("24", 86400, "01:00:00:00"),
        ("24000/1001", 86400, "01:00:00:00"),
        ("25", 90001, "01:00:00:01"),
        ("30000/1001", 1799, "00:00:59;29"),
        ("30000/1001", 1800, "00:01:00;02"),
        ("30000/1001", 17981, "00:09:59;29"),
        ("30000/1001", 17982, "00:10:00;00"),
        ("30000/1001", 107892, "01:00:00;00"),
        ("30000/1001", 2589408, "00:00:00;00"),
        ("60000/1001", 3599, "00:00:59;59"),
        ("60000/1001", 3600, "00:01:00;04"),
        ("60000/1001", 215784, "01:00:00;00"),
    ],
)
def test_timecode_matches_known_labels(rate: str, frame: int, label: str) -> None:
    assert timecode(frame, Rate.parse(rate)) == label


@given(st.sampled_from(RATES), st.data())
def test_every_frame_of_a_day_round_trips_through_its_label(rate: str, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, DAY[rate]))
    assert frame_at(timecode(frame, Rate.parse(rate)), Rate.parse(rate)) == frame


@pytest.mark.parametrize("rate", ["30000/1001", "60000/1001"])
def test_drop_frame_timecode_keeps_up_with_the_clock(rate: str) -> None:
    value = Rate.parse(rate)
    assert abs(frame_at("10:00:00;00", value) / value.value - 36000) < 0.1


@pytest.mark.parametrize(
    ("rate", "label"),
    [
        ("30000/1001", "00:01:00;00"),
        ("30000/1001", "00:01:00;01"),
        ("60000/1001", "00:02:00;03"),
        ("30000/1001", "01:00:00:00"),
        ("24", "01:00:00;00"),
        ("24", "00:00:00:24"),
        ("24", "24:00:00:00"),
        ("24", "00:60:00:00"),
        ("24", "1:0:0:0"),
    ],
)
def test_a_label_that_names_no_frame_is_refused(rate: str, label: str) -> None:
    with pytest.raises(ValueError, match="timecode"):
        frame_at(label, Rate.parse(rate))


def test_a_negative_frame_has_no_label() -> None:
    with pytest.raises(ValueError, match="-1"):
        timecode(-1, Rate.parse("24"))
