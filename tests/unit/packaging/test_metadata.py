"""What pip installs is what the locks install."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import reelmake

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def requirements(name: str) -> list[str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def names(lines: list[str]) -> set[str]:
    return {found[0].lower() for line in lines if (found := _NAME.match(line))}


def test_a_wheel_depends_on_the_packages_that_a_checkout_installs() -> None:
    assert names(PROJECT["dependencies"]) == names(requirements("runtime"))


@pytest.mark.parametrize("extra", sorted(PROJECT["optional-dependencies"]))
def test_an_extra_is_what_its_lock_is_made_from(extra: str) -> None:
    assert PROJECT["optional-dependencies"][extra] == requirements(extra)


def test_no_lock_names_a_host() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_the_changelog_has_a_section_for_the_version() -> None:
    base = re.match(r"\d+\.\d+\.\d+", reelmake.__version__)
    assert base is not None
    assert f"## {base[0]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
