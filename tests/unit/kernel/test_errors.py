"""How errors show paths: relative to the current directory."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reelmake.cli.verbs import verbs
from reelmake.kernel import errors
from reelmake.kernel.errors import Code, ReelmakeError, with_relative_paths
from support.world import World

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReelmakeError)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path.cwd()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_shows_paths_relative_to_the_current_directory(
    kind: type[ReelmakeError], here: Path
) -> None:
    path = here / "story" / "canon.yaml"
    error = kind(f"{path}:4: and {path}:9", where=f"{path}:1:2", allowed=f"in {here}/story/", remedy=f"edit '{path}'")
    assert (error.where, error.what) == ("story/canon.yaml:1:2", "story/canon.yaml:4: and story/canon.yaml:9")
    assert (error.allowed, error.remedy) == ("in story/", "edit 'story/canon.yaml'")
    assert str(here) not in str(error) + str(error.as_data())


def test_only_paths_below_the_current_directory_are_shortened(here: Path) -> None:
    for text in (str(here), f"{here}-old/x", f"/mnt{here}/x", f"{here.parent}/x", f"~{here}/x", f"file://{here}/x"):
        assert with_relative_paths(text) == text


def test_a_removed_current_directory_does_not_break_messages(here: Path) -> None:
    shutil.rmtree(here)
    assert with_relative_paths("/a/b") == "/a/b"


def test_in_the_root_directory_paths_are_relative_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert with_relative_paths("/etc/x: and /etc/y; a/b") == "etc/x: and etc/y; a/b"


def _garbage(world: World) -> None:
    for name in ("config/sites.yaml", "story/ep02.brief.yaml"):
        world.write(name, "\tx: [")
    for name in ("approvals/approvals.jsonl", "episodes/ep01/shotlist.json", "keys/approval.key"):
        world.write(name, "x")
    os.chmod(world.root / "keys/approval.key", 0o600)  # noqa: PTH101


@pytest.mark.parametrize(
    "words",
    [
        "canon show",
        "canon propose --set characters.ada.age=3",
        "canon approve ffff",
        "write ep02",
        "sites list",
        "plan ep01",
        "approvals list",
        "approvals key",
        "commit ep01",
        "skills run all ep01",
        "safety check ep01",
        "script {root}/story/none.fountain",
        "captions lint {root}/none.srt",
        "lineage {root}/story/ep01.fountain",
    ],
)
def test_no_verb_reports_bad_input_with_an_absolute_path(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    _garbage(world)
    if words.startswith(("canon", "skills", "safety")):
        world.write("story/canon.yaml", "\tx: [")
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReelmakeError) as told:
        verbs.main(words.format(root=tmp_path).split(), standalone_mode=False)
    assert str(tmp_path) not in str(told.value)
    assert told.value.code is not Code.INTERNAL_ERROR


def test_a_mistake_in_the_project_file_is_reported_with_a_relative_path_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.replace("config/project.yaml", "fps: 24", "fpss: 24\nvoce: 1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReelmakeError) as told:
        verbs.main(["status"], standalone_mode=False)
    assert told.value.where.startswith("config/project.yaml:3:")
    assert "\n  also config/project.yaml:4:" in told.value.what


def test_a_cache_path_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    world.write("notes.txt", "x")
    world.replace("config/project.yaml", "fps: 24", "fps: 24\ncache: notes.txt")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReelmakeError, match="is a file") as told:
        verbs.main(["cache", "gc"], standalone_mode=False)
    assert told.value.where == "notes.txt"
