"""A small episode whose film is known to the byte. A changed digest is a decision, and belongs in the changelog."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.kernel.digest import digest_bytes
from support.world import PROJECT, World

GOLDEN = {
    "render.mp4": "b9db524ad9654d568e16935c7bc425153c0ef649c7dede42ac6d4759dc7ba3ed",
    "captions.srt": "5bf2966d4ab23a5ed04a8a27449541ca11a6e61a19a3b28a3ea58e3d4f64515a",
    "captions.vtt": "91cdf85c9038812076f97a674800cf2088d897edcb4b0519334b52802f65996e",
    "shotlist.json": "6440a808f0cd304aa1de79b522d9e6e397568085db6182708c802bdc53abe839",
}

SCREENPLAY = """Title: The Sixth Cup

FADE IN:

INT. KITCHEN - NIGHT

Ada counts the cups. A KETTLE hums.

ADA
There were six of them.

БЕН (V.O.)
(softly)
Их было пять.

EXT. ROOF - DAY

ADA
Who was here? 谁来过? من هنا؟ מי היה כאן?

> THE END <

FADE OUT.
"""
CANON = """
version: 1
characters:
  ada: {name: ADA}
  ben: {name: BEN, aliases: [БЕН]}
locations:
  kitchen: {name: KITCHEN}
  roof: {name: ROOF}
"""


@pytest.mark.spec("E5", "R1")
def test_the_golden_episode_renders_to_the_pinned_bytes(tmp_path: Path) -> None:
    world = World(tmp_path / "golden")
    world.write("story/ep01.fountain", SCREENPLAY)
    world.write("story/canon.yaml", CANON)
    world.write("config/project.yaml", PROJECT + "cards: {credits: false}\n")
    world.build()
    shots = world.document("episodes/ep01/shotlist.json")["shots"]
    assert len(shots) <= 10  # type: ignore[arg-type]
    assert {name: digest_bytes(world.bytes_of(f"episodes/ep01/{name}")) for name in GOLDEN} == GOLDEN
