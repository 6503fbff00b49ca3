from __future__ import annotations

from pathlib import Path

import pytest

from support.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An unbuilt scratch workspace with two characters, two scenes and no voice."""
    return World(tmp_path / "world")


@pytest.fixture
def built(world: World) -> World:
    """The same, with its episode rendered."""
    world.build()
    return world
