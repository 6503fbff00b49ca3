"""The documentation site: every page is reachable, every link leads somewhere, and nothing is fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tools import make_docs


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a start page and one page of docs."""
    shutil.copytree(make_docs.SITE, tmp_path / "docs" / "site")
    (tmp_path / "docs" / "site" / "contents.toml").write_text(
        '[[part]]\ntitle = "All"\npages = ["docs/*.md"]\n', encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("# Start\n\n[one](docs/one.md#a-place), [all](docs/)\n", encoding="utf-8")
    (tmp_path / "docs" / "README.md").write_text("# All\n", encoding="utf-8")
    (tmp_path / "docs" / "one.md").write_text("# One\n\n## A place\n\n[back](../README.md)\n", encoding="utf-8")
    monkeypatch.setattr(make_docs, "ROOT", tmp_path)
    monkeypatch.setattr(make_docs, "SITE", tmp_path / "docs" / "site")
    monkeypatch.setattr(make_docs, "OUTPUT", tmp_path / "build" / "docs")
    return tmp_path


def test_every_page_of_the_repository_is_in_the_navigation_once() -> None:
    listed = [make_docs.ROOT / page for _part, names in make_docs.navigation() for page in names]
    assert sorted(listed) == [page for page in make_docs.pages() if page != make_docs.ROOT / make_docs.START]


def test_a_site_is_built_whose_links_work_and_that_fetches_nothing(small: Path) -> None:
    assert make_docs.build(check=False) == 0
    start = (small / "build/docs/index.html").read_text(encoding="utf-8")
    assert 'href="docs/one.html#a-place"' in start
    assert 'href="docs/README.html"' in start, "a directory is its README"
    assert "../index.html" in (small / "build/docs/docs/one.html").read_text(encoding="utf-8")
    assert make_docs.fetched(small / "build/docs") == []


@pytest.mark.parametrize(
    ("page", "text", "complaint"),
    [
        ("docs/one.md", "# One\n\n[gone](nowhere.md)\n", "nowhere.md"),
        ("docs/one.md", "# One\n\n[gone](README.md#no-such-place)\n", "no-such-place"),
        ("docs/one.md", "# One\n\n[gone](../no/file.txt)\n", "file.txt"),
        ("docs/deep/hidden.md", "# In no part of the navigation\n", "toctree"),
    ],
)
def test_what_leads_nowhere_fails_the_check(
    small: Path, capfd: pytest.CaptureFixture[str], page: str, text: str, complaint: str
) -> None:
    (small / "README.md").write_text("# Start\n", encoding="utf-8")
    (small / page).parent.mkdir(exist_ok=True)
    (small / page).write_text(text, encoding="utf-8")
    assert make_docs.build(check=True) != 0
    assert complaint in capfd.readouterr().err


def test_a_page_that_would_fetch_something_is_found(tmp_path: Path) -> None:
    (tmp_path / "fine.html").write_text('<a href="https://example.org">x</a><script src="a.js"></script>')
    (tmp_path / "script.html").write_text('<script defer src="https://example.org/a.js"></script>')
    (tmp_path / "style.html").write_text('<link rel="stylesheet" href="//example.org/a.css">')
    (tmp_path / "font.css").write_text("@font-face { src: url('https://example.org/a.woff2') }")
    assert make_docs.fetched(tmp_path) == ["font.css", "script.html", "style.html"]
