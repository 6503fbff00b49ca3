"""Fixtures: the scratch workspaces of workflow, fault and golden tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An unbuilt scratch workspace with two characters, two scenes and no voice."""
    return World(tmp_path / "world")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same workspace, rendered once per session; tests copy it and never change it."""
    world = World(tmp_path_factory.mktemp("built") / "world")
    world.build()
    return world


@pytest.fixture
def built(built_once: World, tmp_path: Path) -> World:
    """A private copy of the rendered workspace, with its cache."""
    return built_once.copy_built(tmp_path / "world")
