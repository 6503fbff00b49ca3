"""Lines of documentation fit a screen, but for what cannot be broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.line_width import WIDTH, pages, too_long


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        ("word " * 23 + "12345", False),
        ("word " * 23 + "123456", True),
        ("| " + "cell " * 40 + "|", False),
        ("- https://example.org/" + "x" * WIDTH, False),
        ("see https://example.org/" + "x" * WIDTH, True),
    ],
)
def test_a_line_is_too_long_unless_it_cannot_be_broken(line: str, reported: bool) -> None:
    assert list(too_long(f"# Title\n{line}\n")) == ([(2, len(line))] if reported else [])


def test_all_documentation_is_checked(tmp_path: Path) -> None:
    for name in ("README.md", "docs/one.md", "docs/adr/001-why.md", "src/notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(page.relative_to(tmp_path)) for page in pages(tmp_path)]
    assert found == ["README.md", "docs/adr/001-why.md", "docs/one.md"]
