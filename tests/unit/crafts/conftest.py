"""Scratch libraries, and a fixture that runs an art action and returns its picture."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from reelmake.crafts.drawing import draw_tool
from reelmake.documents.action import Action, FromFile
from support.asset_world import Draw, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "workspace")


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Return a function that runs an art action's tool in its own directory and returns the picture."""
    count = iter(range(1000))

    def run(action: Action, root: Path | None = None, mode: str = "RGB") -> Image.Image:
        place = tmp_path / f"drawing{next(count)}"
        (place / "in").mkdir(parents=True)
        for name, item in action.inputs.items():
            assert isinstance(item, FromFile)
            source = Path(item.path) if Path(item.path).is_absolute() else (root or place) / item.path
            shutil.copyfile(source, place / "in" / name)
        for name, text in action.texts.items():
            (place / name).write_text(text, encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.chdir(place)
            assert draw_tool.main(list(action.pipeline[0].argv)) == 0
            with Image.open("out.png") as picture:
                return picture.convert(mode)

    return run
