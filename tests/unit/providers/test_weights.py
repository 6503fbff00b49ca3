"""Weights in parts: assembled once, verified at every use, refused when they differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reelmake.kernel.errors import InvariantViolated, NotFound
from reelmake.providers.text.weights import Weights, assemble

PARTS = {"parted-model-1": b"the first half, ", "parted-model-2": b"and the other"}
WHOLE = b"".join(PARTS.values())
WEIGHTS = Weights("parted", hashlib.sha256(WHOLE).hexdigest(), tuple(PARTS))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages with a part each, as an installer leaves them."""
    site = tmp_path / "site"
    for name, content in PARTS.items():
        folder = name.replace("-", "_")
        (site / folder).mkdir(parents=True)
        (site / folder / "part.bin").write_bytes(content)
        about = site / f"{folder}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (about / "RECORD").write_text(f"{folder}/part.bin,,\n{folder}-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(site)
    return site


@pytest.mark.spec("S2")
def test_weights_are_assembled_once_and_named_by_their_checksum(installed: Path, tmp_path: Path) -> None:
    path = assemble(WEIGHTS, tmp_path / "models")
    assert path == tmp_path / "models" / f"{WEIGHTS.sha256}.gguf"
    assert path.read_bytes() == WHOLE
    before = path.stat().st_ino
    assert assemble(WEIGHTS, tmp_path / "models").stat().st_ino == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_damaged_weights_are_assembled_again(installed: Path, tmp_path: Path) -> None:
    path = assemble(WEIGHTS, tmp_path)
    path.write_bytes(WHOLE.replace(b"half", b"hall"))
    assert assemble(WEIGHTS, tmp_path).read_bytes() == WHOLE


def test_parts_of_another_model_are_refused_and_nothing_is_left(installed: Path, tmp_path: Path) -> None:
    (installed / "parted_model_2" / "part.bin").write_bytes(b"and another")
    with pytest.raises(InvariantViolated, match="do not have the expected checksum"):
        assemble(WEIGHTS, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_missing_parts_are_reported_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="make llm") as caught:
        assemble(Weights("none", "0" * 64, ("no-such-model-part1",)), tmp_path)
    assert (caught.value.where, caught.value.reason) == ("no-such-model-part1", "MODEL_ABSENT")
