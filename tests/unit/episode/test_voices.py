"""The voice file of a workspace: used with a licence, refused without one, and read once."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
from pydantic import ValidationError

from reelmake.crafts.voice.voices_file import SHAPE
from reelmake.documents.project import ProjectConfig, VoiceConfig
from reelmake.episode import voices
from reelmake.episode.voices import WorkspaceVoices, load_workspace_voices
from reelmake.workspace.file_digests import FileDigests

NAME = "voices/mine.npz"
LICENCE = "license_type: CC-BY-4.0\nattribution: Jane Voice\n"


def voices_file(*names: str) -> bytes:
    buffer = io.BytesIO()
    numpy.savez(buffer, **{name: numpy.zeros(SHAPE, dtype="<f4") for name in names})
    return buffer.getvalue()


class Place:
    """A workspace with a voice file and its licence."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "voices").mkdir(parents=True)
        self.file = root / NAME
        self.record = root / f"{NAME}.licence.yaml"
        self.file.write_bytes(voices_file("af_heart", "am_adam"))
        self.record.write_text(LICENCE, encoding="utf-8")

    def voices(self, path: str = NAME) -> WorkspaceVoices:
        config = {"series": {"id": "s", "title": "S"}, "voice": {"kokoro_voices": path}}
        return load_workspace_voices(self.root, ProjectConfig.model_validate(config), FileDigests(self.root))

    def refusal(self) -> str:
        voices = self.voices()
        assert voices.own is None
        (flag,) = voices.flags
        assert NAME in flag and str(self.root) not in flag and "\n" not in flag
        return flag


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "w")


@pytest.mark.spec("R4", "A2")
def test_a_file_with_a_licence_gives_its_voices(place: Place) -> None:
    own = place.voices().own
    assert own is not None and own.names == ("af_heart", "am_adam")
    assert (own.file.path, own.file.licence.attribution) == (NAME, "Jane Voice")
    assert place.voices("") == WorkspaceVoices() and WorkspaceVoices().content_digest == ""


@pytest.mark.spec("A2")
@pytest.mark.parametrize(
    ("record", "why"),
    [
        (None, "no licence record"),
        ("license_type: [", "licence record is invalid"),
        (LICENCE + "expires: 2020-01-31\n", "ended on 2020-01-31"),
    ],
)
def test_a_file_without_a_valid_licence_is_refused_and_flagged(place: Place, record: str | None, why: str) -> None:
    place.record.unlink() if record is None else place.record.write_text(record, encoding="utf-8")
    assert why in place.refusal()


@pytest.mark.spec("E10")
def test_a_damaged_missing_or_outside_file_is_refused_and_flagged(place: Place, tmp_path: Path) -> None:
    whole = place.file.read_bytes()
    place.file.write_bytes(whole[:-100])
    assert "part of it is missing" in place.refusal()
    place.file.unlink()
    assert "does not exist" in place.refusal()
    (tmp_path / "elsewhere.npz").write_bytes(whole)
    place.file.symlink_to(tmp_path / "elsewhere.npz")
    assert "outside the workspace" in place.refusal()
    place.file.unlink()
    place.file.mkdir()
    assert "not a regular file" in place.refusal()


@pytest.mark.spec("E2")
def test_the_digest_changes_with_content_and_licence_and_not_with_the_directory(place: Place, tmp_path: Path) -> None:
    digests = [place.voices().content_digest, Place(tmp_path / "copy").voices().content_digest]
    assert digests[0] == digests[1] != ""
    place.record.write_text(LICENCE.replace("Jane", "June"), encoding="utf-8")
    digests.append(place.voices().content_digest)
    place.file.write_bytes(voices_file("af_heart"))
    digests.append(place.voices().content_digest)
    place.file.unlink()
    digests.append(place.voices().content_digest)
    assert len(set(digests)) == 4


def test_the_same_content_is_read_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    once = place.voices()
    monkeypatch.setattr(voices, "voices_in", lambda _path: pytest.fail("it was read again"))
    assert place.voices() == once


@pytest.mark.parametrize("path", ["/tmp/v.npz", "../v.npz", "voices/../../v.npz", "a\\b.npz", "a\nb.npz"])
def test_a_path_outside_the_project_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="inside the project"):
        VoiceConfig(kokoro_voices=path)
    assert VoiceConfig(kokoro_voices="./voices//v.npz").kokoro_voices == "voices/v.npz"
