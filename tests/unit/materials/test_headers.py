from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from reelmake.crafts.picture.clip import clip_action
from reelmake.materials.media.headers import frame_count, png_size, wav_samples
from support.studio import SMALL, Studio, make_shot, tone


@pytest.fixture
def files(studio: Studio) -> dict[str, Path]:
    shot = make_shot(frames=5)
    clip = clip_action(shot, plate=studio.grey_plate(), profile=SMALL, fps="24")
    picture = studio.root / "picture.png"
    Image.new("RGB", (30, 20)).save(picture)
    return {"mp4": studio.make(clip), "wav": studio.wav("tone.wav", tone(0.01)), "png": picture}


READERS = {"mp4": frame_count, "wav": wav_samples, "png": png_size}


def test_headers_state_length_and_size(files: dict[str, Path]) -> None:
    assert {name: READERS[name](path) for name, path in files.items()} == {"mp4": 5, "wav": 480, "png": (30, 20)}


@pytest.mark.spec("E4")
def test_a_truncated_file_is_refused(files: dict[str, Path]) -> None:
    for name, path in files.items():
        data = path.read_bytes()
        short = path.parent / f"short.{name}"
        for length in (0, 3, 20, len(data) // 2, len(data) - 1):
            short.write_bytes(data[:length])
            with pytest.raises(ValueError, match=r"MP4|WAV|PNG"):
                READERS[name](short)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.data())
def test_a_damaged_file_is_read_or_raises_value_error(files: dict[str, Path], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name].read_bytes())
    for _hit in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    broken = files[name].parent / f"broken.{name}"
    broken.write_bytes(content)
    try:
        READERS[name](broken)
    except ValueError:
        return
