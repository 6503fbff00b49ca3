"""Joins of encoded pieces, by measures of what an ear would notice, against the same sound encoded in one go."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing import adts
from reelmake.crafts.sound.mixing.encoded_file import LEAD
from reelmake.crafts.sound.mixing.join_tool import joined
from reelmake.crafts.sound.mixing.mix_actions import Timeline
from reelmake.crafts.sound.mixing.pieces import PACKET
from reelmake.crafts.sound.mixing.window import Stem
from reelmake.crafts.sound.spotting import sections
from reelmake.documents.soundtrack import Placed
from support.sounds import read_wav
from support.studio import Studio, make_line, make_shot, make_shotlist, make_timeline
from unit.crafts.sound.mixing.sounds import RATE, chord, decoded, syllables

FIRST, SECOND = 24 * 31 + 7, 24 * 40 + 5
"""Frames of the scenes: neither begins or ends with a packet, and the second has two pieces."""
FRAME = 2000


@pytest.fixture(scope="module")
def whole(module_studio: Studio) -> Timeline:
    """An episode of two sections under one held chord, with words without a pause in the second."""
    studio = module_studio
    words = make_line("l1", "Words", 48, 24 * 36, key=studio.speech(syllables(36)).key)
    first = make_shot(id="1", scene_id="1", frames=FIRST, mood="calm")
    second = make_shot(id="2", scene_id="2", start=FIRST, frames=SECOND, mood="tense", lines=(words,))
    music = studio.result_of(studio.speech(chord((FIRST + SECOND) / 24)))
    held = Placed(sound=music, start=0, length=(FIRST + SECOND) * FRAME, gain=400)
    made = make_timeline(make_shotlist(first, second), music=Stem((held,)))
    assert [piece.name for piece in made.pieces] == ["scene-1.001", "scene-2.001", "scene-2.002"]
    return made


@pytest.fixture(scope="module")
def module_studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("joins"))


@pytest.fixture(scope="module")
def film(module_studio: Studio, whole: Timeline) -> Path:
    return module_studio.make(module_studio.sound(whole))


@pytest.fixture(scope="module")
def heard(film: Path) -> np.ndarray:
    return decoded(film)


@pytest.fixture(scope="module")
def plain(module_studio: Studio, whole: Timeline) -> np.ndarray:
    """The same sound before it is encoded, each section where the film has it."""
    mix = read_wav(module_studio.stem(whole))
    found = np.zeros((sum(piece.packets for piece in whole.pieces) * PACKET, 2))
    at = 0
    for piece in whole.pieces:
        part = mix[piece.start : piece.start + piece.packets * PACKET]
        found[at : at + len(part)] = part
        at += piece.packets * PACKET
    return found


def joints(whole: Timeline) -> list[int]:
    """Return the packets at which the second and the third piece begin."""
    return [whole.pieces[0].packets, whole.pieces[0].packets + whole.pieces[1].packets]


def encoded_in_one_go(samples: np.ndarray) -> np.ndarray:
    data = np.rint(samples * 32768).clip(-32768, 32767).astype("<i2").tobytes()
    form = ("-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0", "-c:a", "aac", "-aac_coder", "fast")
    command = [
        *tools.ffmpeg().start,
        "-loglevel",
        "error",
        *form,
        "-aac_ms",
        "0",
        "-b:a",
        "128k",
        "-f",
        "adts",
        "pipe:1",
    ]
    made = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    return from_packets(adts.split_packets(made))


def from_packets(packets: list[bytes]) -> np.ndarray:
    command = [*tools.ffmpeg().start, "-loglevel", "error", "-f", "aac", "-i", "pipe:0", "-f", "f32le", "pipe:1"]
    raw = subprocess.run(command, input=b"".join(packets), capture_output=True, check=True).stdout
    return np.frombuffer(raw, "<f4").reshape(-1, 2)[PACKET:].astype(float)


def noise(heard: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """Return by packet how much of what is heard was not there, in decibels below the sound itself."""
    count = min(len(heard), len(plain)) // PACKET * PACKET
    off, power = (sound[:count].reshape(-1, PACKET * 2) for sound in (heard[:count] - plain[:count], plain))
    return 10 * np.log10((off**2).mean(axis=1) / (power**2).mean(axis=1) + 1e-9)


def clicks(heard: np.ndarray) -> np.ndarray:
    """Return by 5 ms how far the sound above 2 kHz stands out of the 200 ms around, in decibels."""
    middle = heard.mean(axis=1)
    high = middle - np.convolve(middle, np.ones(12) / 12, "same")
    power = (high[: len(high) // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(power, 20, mode="edge"), 41)
    return 10 * np.log10((power + 1e-10) / (np.median(around, axis=1) + 1e-10))


@pytest.mark.spec("R4", "Q1")
def test_pieces_of_a_section_join_without_a_trace(whole: Timeline, heard: np.ndarray, plain: np.ndarray) -> None:
    _section, inside = joints(whole)
    usual = np.percentile(noise(encoded_in_one_go(plain), plain)[inside - 400 : inside + 400], 99)
    assert noise(heard, plain)[inside - 12 : inside + 4].max() < usual + 1


@pytest.mark.spec("R4", "Q1")
def test_no_click_is_heard_where_a_section_begins(whole: Timeline, heard: np.ndarray, plain: np.ndarray) -> None:
    section, _inside = joints(whole)
    here = slice(section * PACKET // 240 - 60, section * PACKET // 240 + 20)
    usual = clicks(encoded_in_one_go(plain[: section * PACKET - 20_000])).max()
    assert clicks(heard)[here].max() < usual + 3
    cut = np.concatenate([heard[: section * PACKET - 512], heard[section * PACKET :]])
    assert clicks(cut)[here].max() > usual + 10, "a cut would be heard"


@pytest.mark.spec("F1", "Q1")
def test_every_piece_is_heard_where_the_grid_has_it_and_nothing_drifts(
    whole: Timeline, heard: np.ndarray, module_studio: Studio
) -> None:
    mix, length = read_wav(module_studio.stem(whole)), 1 << 18
    at = 0
    for piece in whole.pieces:
        expected = at * PACKET - piece.start
        assert abs(expected) <= PACKET // 2
        one, other = (sound[piece.start + RATE :][: 5 * RATE].mean(axis=1) for sound in (mix, heard))
        along = np.fft.irfft(np.fft.rfft(other, 2 * length) * np.conj(np.fft.rfft(one, 2 * length)))
        found = int(np.argmax(along))
        assert (found if found < length else found - 2 * length) == pytest.approx(expected, abs=2)
        at += piece.packets


@pytest.mark.spec("R1")
def test_the_packets_of_the_file_follow_one_another_without_a_gap(whole: Timeline, film: Path) -> None:
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        assert stream.time_base.denominator == RATE
        packets = [(packet.pts, packet.duration) for packet in container.demux(stream) if packet.size]
    assert packets[0][0] == -PACKET
    assert {other[0] - one[0] for one, other in pairwise(packets)} == {PACKET}
    assert packets[-1][0] + packets[-1][1] == whole.samples


def test_pieces_join_where_their_windows_fit() -> None:
    def packets(name: bytes, count: int, windows: dict[int, int]) -> list[bytes]:
        return [bytes(7) + bytes([0x21, windows.get(number, 0x10)]) + name for number in range(count)]

    first = packets(b"a", LEAD + 20, {})
    fitting = packets(b"b", LEAD + 20, {})
    late = packets(b"b", LEAD + 20, {LEAD - 2: 0x50, LEAD - 3: 0x50})
    never = packets(b"b", LEAD + 20, dict.fromkeys(range(LEAD + 20), 0x50))
    for second, expected in ((fitting, 19), (late, 17), (never, 20)):
        whole = list(joined([(first, 20), (second, 20)]))
        assert len(whole) == 41
        assert sum(packet.endswith(b"a") for packet in whole) == 1 + expected


def test_a_piece_of_which_no_packet_is_heard_leaves_no_trace() -> None:
    packets = [bytes(7) + b"\x21\x10" + bytes([number]) for number in range(LEAD + 20)]
    assert list(joined([(packets, 9), (packets, 0), (packets, 9)])) == list(joined([(packets, 9), (packets, 9)]))


def test_sections_begin_with_scenes_and_never_within_a_line() -> None:
    line = make_line("l1", "Words", 100, 60, key="a" * 64)
    shots = [
        make_shot(id="1", scene_id="1", frames=120, mood="calm", lines=(line,)),
        make_shot(id="2", scene_id="2", start=120, frames=120, mood="tense"),
        make_shot(id="3", scene_id="3", start=240, frames=120, mood="calm"),
        make_shot(id="4", scene_id="4", start=360, frames=120, mood="calm"),
    ]
    found = sections(make_shotlist(*shots))
    assert [(section.name, section.start // FRAME, section.end // FRAME) for section in found] == [
        ("scene-1", 0, 240),
        ("scene-3", 240, 480),
    ]
