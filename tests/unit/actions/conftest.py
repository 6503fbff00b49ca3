from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from support.actions import TOOLS


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def runner(store: Store) -> Runner:
    return Runner(store, TOOLS)
