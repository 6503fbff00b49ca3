"""An episode cut into pieces, and what is told of each."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.sound.mixing.pieces import AFTER, BEFORE, PACKET, PIECE, Section, pieces_of
from reelmake.crafts.sound.mixing.window import Stem, Window, window_spec
from reelmake.documents.action import FromAction
from reelmake.documents.soundtrack import GainPoint, Placed

RATE = 48_000
LENGTHS = st.lists(st.integers(200, 200 * RATE), min_size=1, max_size=12)


def sections(lengths: list[int]) -> list[Section]:
    return [Section(f"s{start}", start, end) for start, end in pairwise(accumulate([0, *lengths]))]


@given(LENGTHS)
def test_the_pieces_have_every_packet_once_and_no_piece_is_off_by_more_than_half_a_packet(lengths: list[int]) -> None:
    pieces = pieces_of(sections(lengths))
    assert sum(piece.packets for piece in pieces) == -(-sum(lengths) // PACKET)
    heard_from = 0
    for piece in pieces:
        assert abs(heard_from * PACKET - piece.start) <= PACKET // 2
        assert 0 <= piece.packets <= piece.encoded
        heard_from += piece.packets


@given(LENGTHS)
def test_the_pieces_of_a_section_follow_one_another_and_are_neither_long_nor_short(lengths: list[int]) -> None:
    pieces = pieces_of(sections(lengths))
    for one, other in pairwise(pieces):
        assert one.start + one.samples == other.start
        if one.section_end == other.section_end:
            assert one.samples == PIECE == one.packets * PACKET
    assert all(piece.samples <= PIECE * 3 // 2 for piece in pieces)
    assert len({piece.name for piece in pieces}) == len(pieces)


def test_a_section_that_moves_has_the_pieces_it_had() -> None:
    lengths = [30 * RATE, 100 * RATE + 17, 61 * RATE + 333]
    before, after = (pieces_of(sections([lengths[0] + more, *lengths[1:]])) for more in (0, 16_000))
    told = [
        [(piece.samples, piece.encoded) for piece in pieces if piece.start >= pieces[0].section_end]
        for pieces in (before, after)
    ]
    assert told[0] == told[1] and len(told[0]) == 7


SOUND = FromAction(key="a" * 64, kind="texture", extension="wav")


def told(start: int, *sounds: Placed, curve: tuple[GainPoint, ...] = (), length: int = 10_000) -> dict[str, object]:
    stems = {"dialogue": Stem(), "music": Stem(tuple(sounds), curve), "effects": Stem()}
    window = Window(start, start + length, start + length)
    return window_spec(window, stems).stems["music"]  # type: ignore[return-value]


def placed(start: int, length: int, **fields: object) -> Placed:
    return Placed.model_validate({"sound": SOUND, "start": start, "length": length, **fields})


def test_a_window_is_told_from_its_own_beginning() -> None:
    points = (GainPoint(at=51_000, gain=1000), GainPoint(at=52_000, gain=224))
    later = tuple(GainPoint(at=point.at + 7000, gain=point.gain) for point in points)
    sound = placed(50_500, 9000, fade_in=100, fade_out=300)
    moved = sound.model_copy(update={"start": 57_500})
    assert told(50_000, sound, curve=points) == told(57_000, moved, curve=later)
    assert told(50_000, sound)["sounds"] == [["000001.wav", 500, 9000, 1000, 100, 300, False]]


def test_how_long_a_loop_goes_on_after_a_window_changes_nothing_in_it() -> None:
    short, long = (placed(50_500, length, loop=True, fade_in=100, fade_out=300) for length in (9900, 900_000))
    assert told(50_000, short) == told(50_000, long)
    fading = placed(50_500, 9700, loop=True, fade_in=100, fade_out=300)
    assert told(50_000, fading) != told(50_000, long)


def test_how_far_away_a_gain_that_does_not_change_was_set_changes_nothing() -> None:
    def points(start: int, end: int) -> tuple[GainPoint, ...]:
        steps = ((start - 900, 1000), (start, 224), (end, 224), (end + 900, 1000))
        return tuple(GainPoint(at=at, gain=gain) for at, gain in steps)

    sound = placed(0, 200_000, loop=True)
    down = told(50_000, sound, curve=points(20_000, 90_000))
    assert down["curve"] == [[0, 224]] == told(50_000, sound, curve=points(40_000, 61_000))["curve"]
    assert told(50_000, sound, curve=points(1000, 20_000))["curve"] == []
    assert told(50_000, sound, curve=points(80_000, 90_000))["curve"] == []
    rising = told(50_000, sound, curve=points(20_000, 49_500))["curve"]
    assert rising == [[-500, 224], [400, 1000]]


def test_a_sound_that_is_over_or_not_begun_is_not_told() -> None:
    assert told(50_000, placed(40_000, 10_000), placed(60_000, 100))["sounds"] == []


def test_the_next_section_is_not_heard_by_the_one_before_however_far_it_hears_ahead() -> None:
    (piece, *_rest) = pieces_of(sections([20 * RATE, 20 * RATE]))
    window = Window(piece.start - BEFORE, piece.start + piece.samples + AFTER, piece.section_end)
    stems = {name: Stem() for name in ("dialogue", "effects")}
    music = Stem((placed(0, 21 * RATE), placed(20 * RATE, RATE)))
    assert len(window_spec(window, {**stems, "music": music}).stems["music"]["sounds"]) == 1  # type: ignore[index]


@pytest.mark.parametrize("frames", [1, 2])
def test_a_section_shorter_than_a_packet_is_no_trouble(frames: int) -> None:
    pieces = pieces_of(sections([frames * 200, frames * 200, 5000]))
    assert sum(piece.packets for piece in pieces) == -(-(frames * 400 + 5000) // PACKET)
