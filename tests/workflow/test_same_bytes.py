"""The same inputs give the same bytes in any environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.world import CHECKOUT, World

CAPTIONS = ("captions.srt", "captions.vtt", "captions.ass", "captions.ttml")
DELIVERED = ("render.mp4", *CAPTIONS, "render_output.json", "shotlist.json", "script.json")


def delivered(world: World) -> dict[str, bytes]:
    return {name: world.bytes_of(f"episodes/ep01/{name}") for name in DELIVERED}


@pytest.mark.spec("E5")
@pytest.mark.parametrize(
    ("jobs", "environment", "umask"),
    [
        ("1", {"TZ": "Pacific/Apia", "LANG": "C", "LC_ALL": "C"}, 0o077),
        ("8", {"TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}, 0o000),
    ],
    ids=["one job, C locale", "eight jobs, Turkish locale"],
)
def test_bytes_are_the_same_in_another_directory_locale_time_zone_umask_and_parallelism(
    built: World, tmp_path: Path, jobs: str, environment: dict[str, str], umask: int
) -> None:
    other = built.copy(tmp_path / "elsewhere, with a space & ünïcode")
    other.build("-j", jobs, "episodes/ep01/render.mp4", environment=environment, umask=umask)
    assert delivered(other) == delivered(built)


@pytest.fixture
def shared_directory() -> Iterator[Path]:
    """Yield a temporary directory that other users may enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="reelmake-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.spec("E5")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run as another user")
def test_bytes_are_the_same_for_another_user(built: World, shared_directory: Path) -> None:
    other = built.copy(shared_directory / "theirs")
    try:
        subprocess.run([sys.executable, "-c", ""], user=65534, check=True, cwd="/")
        subprocess.run(["ls", str(CHECKOUT / "Snakefile")], user=65534, check=True, cwd="/")
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("another user cannot run this interpreter, or not read this checkout")
    for path in (other.root, *other.root.rglob("*")):
        os.chown(path, 65534, 65534)
    home = shared_directory / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    done = subprocess.run(
        other.command("episodes/ep01/render.mp4"),
        user=65534,
        group=65534,
        extra_groups=[],
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert delivered(other) == delivered(built)
