"""Gives each render test a studio of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.render.studio import Studio


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)
