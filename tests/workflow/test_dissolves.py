"""A dissolve out of a video of the library, in a real run: what it is made from, and what is made again."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from reelmake.actions.tools import ffmpeg
from support.world import World

SCREENPLAY = """Title: Over

EXT. ROOF - DAY

DISSOLVE TO:

INT. KITCHEN - NIGHT

ADA
Six.

BEN
Five.
"""
VIDEO = "assets/location/roof/roof.mp4"


def film_of(path: Path, colour: str) -> None:
    """Write one second of a single colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = f"color={colour}:s=64x64:r=24:d=1"
    command = (*ffmpeg().start, "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source)
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(path)], check=True)


@pytest.mark.slow
@pytest.mark.spec("R1", "E2")
def test_a_shot_dissolves_out_of_a_video_and_a_new_video_rebuilds_only_these_two_shots(tmp_path: Path) -> None:
    world = World(tmp_path / "w")
    world.write("story/ep01.fountain", SCREENPLAY)
    world.write(f"{VIDEO}.licence.yaml", "license_type: CC0-1.0\n")
    film_of(world.root / VIDEO, "white")
    world.build()
    shots: Any = world.document("episodes/ep01/shotlist.json")["shots"]
    first, second = next(pair for pair in pairwise(shots) if pair[1]["transition_in"]["kind"] == "dissolve")
    assert first["location_id"] == "roof"
    with av.open(str(world.root / "episodes/ep01/render.mp4")) as film:
        seen = [float(frame.to_ndarray(format="gray").mean()) for frame in film.decode(video=0)]
    start, length = second["start"], second["transition_in"]["frames"]
    assert seen[start - 1] > 240, "the video"
    after = seen[start + length]
    for index in range(length):
        share = (index + 1) / (length + 1)
        assert seen[start + index] == pytest.approx(255 + (after - 255) * share, abs=6), f"frame {index}"
    film_of(world.root / VIDEO, "black")
    named = world.build("episodes/ep01/render.mp4", "--dry-run").messages
    one, two = first["id"], second["id"]
    again = [job for job in named if job.split(":")[0] in ("art", "still", "clip", "gain", "sound", "mux")]
    assert again == [f"clip: shot {one}", f"clip: shot {two}", "mux: episode ep01", f"still: shot {one}"]
