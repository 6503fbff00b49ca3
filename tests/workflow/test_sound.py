from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from support.sounds import read_wav
from support.world import World

SCREENPLAY = """Title: Noises

INT. KITCHEN - NIGHT

[[mood: zxqv]]

The door SLAMS. [[sfx: laughter of the gods, broken record]]

ADA
There were six of them.

EXT. ROOF - DAY

[[mood: tense]]

Ben looks at the street.
"""
LICENCE = "license_type: CC0-1.0\n"


@pytest.mark.slow
@pytest.mark.spec("R4", "A2", "E10")
def test_bad_sounds_are_listed_in_the_summary_and_the_film_is_made_anyway(tmp_path: Path) -> None:
    world = World(tmp_path / "w")
    world.write("story/ep01.fountain", SCREENPLAY)
    world.write("assets/sfx/broken-record.flac", b"fLaC" + bytes(range(256)) * 40)
    world.write("assets/sfx/broken-record.flac.licence.yaml", LICENCE)
    silence = world.write("assets/music/tense/song.wav", b"")
    with wave.open(str(silence), "wb") as song:
        song.setparams((1, 2, 48_000, 0, "NONE", ""))
        song.writeframes(b"\x10\x00" * 48_000)
    stems = [f"episodes/ep01/stems/{name}.wav" for name in ("dialogue", "music", "effects", "mix")]
    world.build("episodes/ep01/render.mp4", *stems)
    flags = "\n".join(world.document("episodes/ep01/run_summary.json")["flags"])  # type: ignore[arg-type]
    assert "broken-record.flac" in flags and "damaged" in flags
    assert "song.wav" in flags and "no licence record" in flags
    assert "laughter-of-the-gods cannot be made" in flags
    assert 'mood "zxqv" is not known' in flags
    parts = {name: read_wav(world.root / name) for name in stems}
    total = sum(parts[name] for name in stems[:3])
    assert 20 * np.log10(np.abs(total - parts[stems[3]]).max() + 1e-9) < -90
    assert not parts[stems[0]].any(), "nobody speaks without an engine"
    assert parts[stems[1]].any() and parts[stems[2]].any()
    assert {"stems dialogue", "stems music", "stems effects", "stems mix"} <= set(world.jobs_run())
