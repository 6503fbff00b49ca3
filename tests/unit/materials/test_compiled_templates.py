"""Templates are compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from reelmake.materials.templating import CompiledBeside


def environment(directory: Path) -> Environment:
    return Environment(loader=FileSystemLoader(directory), bytecode_cache=CompiledBeside(directory), autoescape=True)


def test_a_template_is_compiled_once_and_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.j2").write_text("one {{ x }}")
    assert environment(tmp_path).get_template("a.j2").render(x=1) == "one 1"
    assert len(list((tmp_path / "__pycache__").iterdir())) == 1
    with monkeypatch.context() as without:
        without.setattr(Environment, "compile", lambda *_a, **_k: pytest.fail("it is compiled already"))
        assert environment(tmp_path).get_template("a.j2").render(x=2) == "one 2"
    (tmp_path / "a.j2").write_text("two {{ x }}")
    assert environment(tmp_path).get_template("a.j2").render(x=3) == "two 3"


@pytest.mark.parametrize("damage", [b"", b"j2\0\0nonsense"])
def test_a_damaged_compiled_template_is_compiled_again(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.j2").write_text("one {{ x }}")
    environment(tmp_path).get_template("a.j2")
    made = next((tmp_path / "__pycache__").iterdir())
    made.write_bytes(damage)
    assert environment(tmp_path).get_template("a.j2").render(x=1) == "one 1"


def test_templates_work_where_compiled_ones_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("one {{ x }}")
    (tmp_path / "__pycache__").write_text("a file where the directory would be")
    assert environment(tmp_path).get_template("a.j2").render(x=1) == "one 1"
