"""A small episode whose film is known to the byte. A changed digest is a decision, and belongs in the changelog."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.kernel.digest import digest_bytes
from support.world import World

GOLDEN = {
    "render.mp4": "",
    "captions.srt": "",
    "captions.vtt": "",
    "shotlist.json": "",
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
    world.build()
    shots = world.document("episodes/ep01/shotlist.json")["shots"]
    assert len(shots) <= 10  # type: ignore[arg-type]
    assert {name: digest_bytes(world.bytes_of(f"episodes/ep01/{name}")) for name in GOLDEN} == GOLDEN
