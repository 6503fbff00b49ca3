"""A small episode whose film is known to the byte. A changed digest is a decision, and belongs in the changelog."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.kernel.digest import digest_bytes
from support.world import PROJECT, World

GOLDEN = {
    "render.mp4": "ea95bd708dcda317b2257c96a3e1bdf19e6247512aac745eeccbaec8fe922a7d",
    "captions.srt": "aa8b93d29764e396dd99ea556713874857819a94ab5d721ebd62d15d3f97d650",
    "captions.vtt": "4b08caf2960b6c0beda86ff8737dc3ea327377bb7f0d8b8ead6fd7648c3140bd",
    "captions.ass": "4159c3b2d688b68a9b9ee355eafcac5773fd7a5972f35025e7b49e17697e458d",
    "captions.ttml": "6b469d47b90d3e39145f288018ac8c788fdf99fe48de52e0280f121fb45fc121",
    "shotlist.json": "ff32d69062650ffca02eb668328ffe523704264cef6c41b43cb90fc20bc2e37e",
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


def golden_world(root: Path) -> World:
    """Return the workspace of the golden episode, without credits."""
    world = World(root)
    world.write("story/ep01.fountain", SCREENPLAY)
    world.write("story/canon.yaml", CANON)
    world.write("config/project.yaml", PROJECT + "cards: {credits: false}\n")
    return world


@pytest.mark.spec("E5", "R1")
def test_the_golden_episode_renders_to_the_pinned_bytes(tmp_path: Path) -> None:
    world = golden_world(tmp_path / "golden")
    world.build()
    shots = world.document("episodes/ep01/shotlist.json")["shots"]
    assert len(shots) <= 10  # type: ignore[arg-type]
    assert {name: digest_bytes(world.bytes_of(f"episodes/ep01/{name}")) for name in GOLDEN} == GOLDEN
