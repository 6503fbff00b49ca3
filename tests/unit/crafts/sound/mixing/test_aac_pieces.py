from __future__ import annotations

import os
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.mixing import aac_pieces, loudness
from reelmake.crafts.sound.mixing.without_silence import BLOCK, PIECE_UNITS, UNIT, Sounding, read_sounding
from support.studio import loudness as told_by_ffmpeg

PLAIN = "aformat=sample_fmts=dbl,volume=volume=1.0:precision=double"
PIECE = PIECE_UNITS * UNIT
HEADER = bytes(7)


@pytest.fixture(autouse=True)
def ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELMAKE_FFMPEG", tools.ffmpeg().start[0])


def syllables(samples: int, seed: int = 7) -> np.ndarray:
    """Return something like speech that never pauses: vowels with a little breath, at a level that wanders."""
    times = np.arange(samples) / 48_000
    pitch = 2 * np.pi * (120 * times + 3 * np.sin(times * 5 + seed))
    vowel = sum(np.sin(pitch * number) / number for number in range(1, 20))
    breath = np.random.default_rng(seed).normal(0, 0.02, samples)
    swell = np.clip(np.sin(times * 2 * np.pi * 4), 0.05, 1) ** 2 * (1.2 + np.sin(times / 7))
    return ((vowel + breath) * swell * 4000).clip(-32768, 32767).astype(np.int16)


def sounding(tmp_path: Path, samples: np.ndarray) -> Sounding:
    path = tmp_path / "mix.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((samples.size // len(samples), 2, 48_000, 0, "NONE", ""))
        out.writeframes(samples.astype("<i2").tobytes())
    return read_sounding(path)


def sides(samples: int) -> np.ndarray:
    """Return one voice in the middle and another further to the left."""
    middle, other = syllables(samples) // 2, syllables(samples, 3) // 4
    return np.stack([middle + other, middle + other // 3], axis=1)


def written(tmp_path: Path, sound: Sounding, packets: list[bytes]) -> Path:
    path = tmp_path / "out.m4a"
    aac_pieces.write_m4a(aac_pieces.spread(packets, sound), sound.length, str(path))
    return path


def decoded(path: Path) -> np.ndarray:
    """Return left and right as columns."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).T


def test_long_silence_is_left_out_and_short_silence_is_not(tmp_path: Path) -> None:
    samples = np.zeros(10 * UNIT + 500, np.int16)
    samples[3 * UNIT + 40_000 : 3 * UNIT + 41_000] = 1000
    samples[6 * UNIT + 100] = 1
    sound = sounding(tmp_path, samples)
    kept = [number for number, keep in enumerate(sound.kept) if keep]
    assert kept == [3, 5, 6, 10], "the click at 6 is too near to 5"
    assert len(sound.samples) == 3 * UNIT + 500 and sound.length == len(samples)


def test_a_file_with_silence_left_out_sounds_when_it_should(tmp_path: Path) -> None:
    samples = np.zeros(50 * UNIT + 777, np.int16)
    for start in (0, 9 * UNIT + 30_000, 31 * UNIT, 50 * UNIT - 9_000):
        samples[start : start + 9_000] = syllables(9_000, start)
    sound = sounding(tmp_path, samples)
    heard = decoded(written(tmp_path, sound, aac_pieces.encoded(sound, PLAIN, 128)))
    assert len(sound.samples) < len(samples) / 5 and len(heard) - len(samples) in range(BLOCK)
    wanted = samples / 32768
    for side in heard.T:
        error = side[: len(wanted)] - wanted
        assert (error @ error) < 0.02 * (wanted @ wanted)
    assert not heard[12_000 : 9 * UNIT].any() and not heard[10 * UNIT + 30_000 : 30 * UNIT].any()


def test_the_file_says_how_long_its_sound_is(tmp_path: Path) -> None:
    sound = sounding(tmp_path, syllables(3 * BLOCK + 100))
    with av.open(str(written(tmp_path, sound, aac_pieces.encoded(sound, PLAIN, 128)))) as container:
        stream = container.streams.audio[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert stream.duration * stream.time_base == pytest.approx((3 * BLOCK + 100) / 48_000)
        assert (packets[0].pts, packets[-1].duration) == (-BLOCK, 100)


@pytest.mark.parametrize("made", [syllables, sides])
def test_pieces_join_without_a_trace(tmp_path: Path, made: Callable[[int], np.ndarray]) -> None:
    sound = sounding(tmp_path, made(PIECE + 90_000))
    heard = decoded(written(tmp_path, sound, aac_pieces.encoded(sound, PLAIN, 128)))[: sound.length]
    wanted = np.broadcast_to(sound.samples, heard.shape) / 32768
    whole = len(wanted) // BLOCK * BLOCK
    noise = ((heard - wanted)[:whole].reshape(-1, BLOCK, 2) ** 2).sum(axis=1)
    power = (wanted[:whole].reshape(-1, BLOCK, 2) ** 2).sum(axis=1)
    usual = np.percentile(noise / power, 99)
    around = slice(PIECE // BLOCK - 2, PIECE // BLOCK + 18)
    assert (noise[around] / power[around]).max() < 1.5 * usual


def test_the_bytes_do_not_depend_on_the_number_of_cores(tmp_path: Path) -> None:
    sound = sounding(tmp_path, sides(PIECE + 90_000))
    cores = os.sched_getaffinity(0)
    side_by_side = aac_pieces.encoded(sound, PLAIN, 128), loudness.of_plain(sound, PLAIN)
    try:
        os.sched_setaffinity(0, {min(cores)})
        assert (aac_pieces.encoded(sound, PLAIN, 128), loudness.of_plain(sound, PLAIN)) == side_by_side
    finally:
        os.sched_setaffinity(0, cores)


def test_loudness_and_peak_are_those_ffmpeg_tells_of_the_whole(tmp_path: Path) -> None:
    quiet = np.zeros(20 * UNIT, np.int16)
    samples = np.concatenate([quiet, syllables(PIECE + 70_000), quiet, syllables(300_000, 3) // 3, quiet])
    sound = sounding(tmp_path, np.stack([samples, samples // 2], axis=1))
    packets = aac_pieces.encoded(sound, PLAIN, 128)
    lufs, peak = told_by_ffmpeg(written(tmp_path, sound, packets))
    measured = loudness.of_packets(packets)
    assert measured.lufs == pytest.approx(lufs, abs=0.06), "ffmpeg tells one decimal"
    assert 20 * np.log10(measured.true_peak) == pytest.approx(peak, abs=0.06)
    assert loudness.of_plain(sound, PLAIN) == pytest.approx(measured.lufs, abs=0.3)


def test_pieces_with_other_windows_at_the_joint_do_not_join() -> None:
    long_window, short_window = HEADER + bytes([0x21, 0x10]), HEADER + bytes([0x21, 0x50])
    one, other = [long_window] * 8, [short_window] * 8
    assert aac_pieces.join([0, 4], [0, 6], [one, other]) is None
    other[2] = long_window
    assert aac_pieces.join([0, 4], [0, 6], [one, other]) == [*one[:7], *other[3:]]
    alone = HEADER + bytes([0x20, 0x10])
    assert aac_pieces.join([0, 4], [0, 6], [[alone] * 8, [alone] * 8]) is None, "each channel has its own window"
