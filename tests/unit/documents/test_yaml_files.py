"""YAML files that people edit: errors have line and column, and rewriting keeps comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.documents.canon import Canon
from reelmake.documents.numbering import Numbering
from reelmake.documents.project import ProjectConfig
from reelmake.documents.yaml.files import edit_yaml, load_yaml
from reelmake.kernel.errors import NotFound, ValidationFailed

PROJECT = """\
# The series.
series:
  id: lamp
  title: "The Lamp"   # as viewers read it
fps: 24000/1001
pacing:
  beat_ms: 800
profiles:
  preview_local:
    width: 640
    height: 360
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "project.yaml"


def test_a_project_is_read_with_its_defaults(path):
    path.write_text(PROJECT)
    project = load_yaml(ProjectConfig, path)
    assert (project.series.title, project.fps, project.pacing.beat_ms) == ("The Lamp", "24000/1001", 800)
    assert project.voice.engine == "piper"


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "allowed"),
    [
        ("fps:", "fsp:", "5:1", "unknown key 'fsp'; did you mean \"fps\"?", "series, fps, voice"),
        ("beat_ms", "beats_ms", "7:3", "unknown key 'beats_ms'; did you mean \"beat_ms\"?", "beat_ms, scene_head_ms"),
        ("width: 640", "wdth: 640", "10:5", "unknown key 'wdth'; did you mean \"width\"?", "width, height"),
        ("beat_ms: 800", "beat_ms: soon", "7:12", "pacing.beat_ms: should be a valid integer", "For each (beat)"),
        ("beat_ms: 800", "beat_ms: -1", "7:12", "greater than or equal to 0, not -1", "For each (beat)"),
        ("width: 640", "width: 641", "10:12", "profiles.preview_local.width", "Width of the picture"),
        ("24000/1001", "fast", "5:6", "'fast' is not a frame rate", "Frames per second"),
        ('"The Lamp"', "1984", "4:10", "series.title: should be a valid string, not 1984", "The title"),
        ("  id: lamp\n", "", "2:1", "the key 'id' is missing in series", "Short name"),
        ("preview_local", "Preview Local", "9:3", "should match pattern", ""),
        ("fps: 24000/1001", "series: {}", "5:1", "the key 'series' is used twice, here and on line 2", "once"),
        ("  beat_ms", "\tbeat_ms", "7:1", "the indentation contains a tab", "spaces"),
        ("  beat_ms", "  \tbeat_ms", "7:3", "the indentation contains a tab", "spaces"),
        ("fps: 24000/1001", "fps 24000/1001", "5:1", "this is not valid YAML", "YAML 1.2"),
        ('"The Lamp"', '"The Lamp', "4:10", "this is not valid YAML", "YAML 1.2"),
        ("24000/1001", "&rate 24", "5:6", "&rate is an anchor or alias", "plain values"),
        ("24000/1001", "*rate", "5:6", "*rate is an anchor or alias", "plain values"),
        ("24000/1001", "!!python/object:os.system x", "5:6", "is a tag", "plain values"),
        ("fps: 24000/1001", "? [a, b]\n: 1", "5:3", "a key is a list", "plain words"),
        ("fps: 24000/1001", "---\nfps: 24", "5:1", "a second document begins", "one document"),
        ("24000/1001", "[" * 60 + "]" * 60, "5:46", "nested too deeply", "40 levels"),
    ],
)
def test_a_mistake_is_reported_with_line_and_column(path, old, new, *, place, what, allowed):
    assert old in PROJECT
    path.write_text(PROJECT.replace(old, new, 1))
    with pytest.raises(ValidationFailed) as caught:
        load_yaml(ProjectConfig, path)
    assert caught.value.where == f"{path}:{place}"
    assert what in caught.value.what
    assert allowed in caught.value.allowed
    assert caught.value.remedy


def test_further_mistakes_are_reported_with_their_lines(path):
    path.write_text(PROJECT.replace("fps", "fsp").replace("beat_ms: 800", "beat_ms: x"))
    with pytest.raises(ValidationFailed) as caught:
        load_yaml(ProjectConfig, path)
    assert f"also {path}:7:12: pacing.beat_ms" in caught.value.what


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf", b"---\n", b"~\n"])
def test_an_empty_file_is_reported_with_the_allowed_keys(path, content):
    path.write_bytes(content)
    with pytest.raises(ValidationFailed, match="empty") as caught:
        load_yaml(ProjectConfig, path)
    assert "series, fps" in caught.value.allowed


def test_invalid_utf_8_is_reported_with_its_position(path):
    path.write_bytes(b"series:\n  id: caf\xe9\n")
    with pytest.raises(ValidationFailed, match="0xE9") as caught:
        load_yaml(ProjectConfig, path)
    assert caught.value.where == f"{path}:2:10"
    assert "iconv" in caught.value.remedy


@pytest.mark.parametrize("content", [b"series: \x00\n", b"- a\n- b\n", b"words\n", b"{" * 50_000])
def test_a_file_that_is_not_a_map_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(ValidationFailed) as caught:
        load_yaml(ProjectConfig, path)
    assert caught.value.where.startswith(f"{path}:1:")


def test_a_file_over_a_megabyte_is_refused_unread(path):
    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(ValidationFailed, match="1,048,577 bytes"):
        load_yaml(ProjectConfig, path)


def test_a_missing_file_is_reported_with_the_files_beside_it(path):
    (path.parent / "sites.yaml").write_text("sites: {}\n")
    with pytest.raises(NotFound) as caught:
        load_yaml(ProjectConfig, path)
    assert caught.value.where == str(path)
    assert "sites.yaml" in caught.value.allowed


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(ValidationFailed, match="directory"):
        load_yaml(ProjectConfig, tmp_path)


def test_unquoted_words_follow_yaml_1_2(path):
    path.write_text(
        "version: 1\ncharacters:\n  no:\n    name: no\n    age: 30\n    description: '42'\n    colour: null\n"
    )
    who = load_yaml(Canon, path).characters["no"]
    assert (who.name, who.age, who.description, who.colour) == ("no", 30, "42", None)


def test_editing_keeps_comments_order_quotes_and_indentation(path):
    text = PROJECT + "lists:\n  - a   # first\n  - b\n"
    path.write_text(text)
    with edit_yaml(path) as content:
        content["pacing"]["beat_ms"] = 900
    assert path.read_text() == text.replace("beat_ms: 800", "beat_ms: 900")


def test_a_list_that_is_not_indented_stays_so(path):
    path.write_text("a:\n- x\n- y\nb: 1\n")
    with edit_yaml(path) as content:
        content["b"] = 2
    assert path.read_text() == "a:\n- x\n- y\nb: 2\n"


def test_an_edit_that_changes_nothing_writes_nothing(path):
    path.write_text("a:   1\n")
    before = path.stat().st_mtime_ns
    with edit_yaml(path):
        pass
    assert (path.read_text(), path.stat().st_mtime_ns) == ("a:   1\n", before)


def test_an_edit_that_fails_leaves_the_file_alone(path):
    path.write_text("a: 1\n")
    with pytest.raises(RuntimeError), edit_yaml(path) as content:
        content["a"] = 2
        raise RuntimeError
    assert path.read_text() == "a: 1\n"


def test_a_number_like_id_survives_being_written(path):
    path.write_text("episode: ep01\nscenes: []\n")
    with edit_yaml(path) as content:
        content["scenes"].append({"id": "14", "fingerprint": "1e5", "shots": []})
    assert load_yaml(Numbering, path).scenes[0].id == "14"
