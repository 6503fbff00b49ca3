from __future__ import annotations

import numpy as np
import pytest

from reelmake.crafts.sound.ambience import AIRS, air_of
from reelmake.crafts.sound.noises import NOISES, noise_named, noises_in
from reelmake.crafts.sound.sound_actions import AIR_WIDTH, NOISE_WIDTH
from reelmake.crafts.sound.texture_tool import texture

RATE = 48_000


def made(layers: tuple[dict, ...], seconds: float, level: int = 2320, width: int = 80) -> np.ndarray:  # type: ignore[type-arg]
    spec = {"samples": int(seconds * RATE), "level": level, "width": width, "layers": list(layers)}
    return texture(spec).astype(float)


def centre(samples: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(samples[0])) ** 2
    return float((power * np.fft.rfftfreq(samples.shape[1], 1 / RATE)).sum() / power.sum())


def air(name: str) -> np.ndarray:
    return made(next(item.layers for item in AIRS if item.name == name), 6)


@pytest.mark.spec("R4")
def test_rain_hisses_and_a_street_rumbles() -> None:
    assert centre(air("rain")) > 2000
    assert centre(air("street")) < 500


def test_every_air_is_at_its_level_and_never_still() -> None:
    for item in AIRS:
        samples = made(item.layers, 6)
        windows = np.sqrt((samples[:, : 60 * 4800].reshape(2, 60, 4800) ** 2).mean(axis=(0, 2)))
        assert windows.min() > 150, item.name
        assert 1000 < np.sqrt((samples**2).mean()) < 3500, item.name


def test_a_loop_joins_without_a_click() -> None:
    for name in ("rain", "street", "kitchen", "hall"):
        samples = air(name)
        usual = np.abs(np.diff(samples)).max()
        assert np.abs(samples[:, 0] - samples[:, -1]).max() <= usual * 1.1, name


def test_there_are_a_dozen_noises_and_each_dies_away() -> None:
    assert len(NOISES) >= 12
    for noise in NOISES:
        samples = made(noise.layers, noise.milliseconds / 1000)
        assert np.abs(samples).max() > 2000, noise.name
        assert np.abs(samples[:, -240:]).max() < 0.05 * np.abs(samples).max(), noise.name


@pytest.mark.spec("R4")
def test_air_is_around_a_noise_in_front_and_both_survive_in_mono() -> None:
    for item in AIRS:
        left, right = made(item.layers, 6, width=AIR_WIDTH)
        assert np.corrcoef(left, right)[0, 1] < 0.6, item.name
        assert abs(decibels(left) - decibels(right)) < 1.5, item.name
        assert decibels(left + right) > decibels(left) + 2.5, item.name
    door = next(noise for noise in NOISES if noise.name == "door slam")
    left, right = made(door.layers, 1, width=NOISE_WIDTH)
    assert 0.8 < np.corrcoef(left, right)[0, 1] < 0.999
    left, right = made(door.layers, 1, width=0)
    assert (left == right).all()


def decibels(samples: np.ndarray) -> float:
    return float(10 * np.log10((samples**2).mean()))


@pytest.mark.spec("E5")
def test_the_same_layers_are_the_same_samples() -> None:
    layers = next(noise.layers for noise in NOISES if noise.name == "glass")
    assert (made(layers, 1) == made(layers, 1)).all()


@pytest.mark.parametrize(
    ("asked", "noise"),
    [
        ("door slams", "door slam"),
        ("phone rings", "phone"),
        ("THUNDER", "thunder"),
        ("a gunshot", "shot"),
        ("bells", "bell"),
    ],
)
def test_a_noise_is_found_by_what_the_script_calls_it(asked: str, noise: str) -> None:
    found = noise_named(asked)
    assert found is not None and found.name == noise


def test_a_noise_nobody_can_make_is_none() -> None:
    assert noise_named("the laughter of the gods") is None


def test_an_action_is_heard_where_it_says_so_and_not_where_it_does_not() -> None:
    assert [noise.name for noise in noises_in("A tram slides between them. Far off, thunder.")] == ["tram", "thunder"]
    assert noises_in("She looks at the phone, and at the door.") == ()


@pytest.mark.parametrize(
    ("location", "setting", "hour", "told", "name"),
    [
        ("MARTA'S KITCHEN", "int", "DAY", "", "kitchen"),
        ("TRAM STOP", "ext", "NIGHT", "Rain, and one open umbrella.", "rain"),
        ("KITCHEN", "int", "NIGHT", "Rain on the window.", "kitchen"),
        ("PROJECTION BOX", "int", "NIGHT", "", "projection box"),
        ("A ROOM", "int", "DAY", "", "room tone"),
        ("NOWHERE", "ext", "NIGHT", "", "night outside"),
        ("NOWHERE", "ext", "DAY", "", "open air"),
    ],
)
def test_a_place_has_its_air(location: str, setting: str, hour: str, told: str, name: str) -> None:
    assert air_of(location, setting, hour, told).name == name
