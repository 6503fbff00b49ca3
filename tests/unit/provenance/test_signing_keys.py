"""Signing keys are private to their owner."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

from reelmake.kernel.errors import Internal, InvariantViolated, ValidationFailed
from reelmake.provenance.signing_keys import is_signed, key_directory, own_public_key, own_signer


@pytest.mark.spec("O7")
def test_a_key_is_created_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = own_signer(tmp_path / "keys")
    assert own_signer(tmp_path / "keys").public == first.public == own_public_key(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys/approval.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["approval.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    own_signer(tmp_path)
    (tmp_path / "approval.key").chmod(mode)
    with pytest.raises(InvariantViolated, match="can be read by others"):
        own_signer(tmp_path)


def test_a_file_that_is_not_a_key_is_reported(tmp_path: Path) -> None:
    (tmp_path / "approval.key").write_text("not a key")
    (tmp_path / "approval.key").chmod(0o600)
    with pytest.raises(ValidationFailed, match="not a signing key"):
        own_signer(tmp_path)


def test_a_signature_is_valid_for_one_text_and_one_key(tmp_path: Path) -> None:
    ada, ben = own_signer(tmp_path / "a"), own_signer(tmp_path / "b")
    signature = ada.sign(b"yes")
    assert is_signed(b"yes", signature, ada.public)
    assert not is_signed(b"yes.", signature, ada.public)
    assert not is_signed(b"yes", signature, ben.public)
    assert not is_signed(b"yes", "zz", ada.public)


def test_a_key_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the directory should be")
    with pytest.raises(Internal, match="could not be created"):
        own_signer(tmp_path / "keys")


def test_reading_the_public_key_creates_none(tmp_path: Path) -> None:
    assert own_public_key(tmp_path) == ""
    assert not list(tmp_path.iterdir())


def test_the_key_is_in_the_users_configuration_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REELMAKE_KEYS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_directory() == tmp_path / "reelmake"


def _put(directory: Path, queue: multiprocessing.Queue[str]) -> None:
    queue.put(own_signer(directory).public)


def test_processes_that_create_the_key_at_once_agree_on_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    makers = [context.Process(target=_put, args=(tmp_path / "keys", queue)) for _ in range(4)]
    for maker in makers:
        maker.start()
    made = {queue.get() for _ in makers}
    for maker in makers:
        maker.join()
    assert len(made) == 1
