"""A person's signing key: one file in their own configuration directory that nobody else can read."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelmake.kernel.errors import Internal, InvariantViolated, ValidationFailed

FILE = "approval.key"


@dataclass(frozen=True)
class Signer:
    """A private key in memory, and the public half by which others know it."""

    public: str
    _private: Any

    def sign(self, data: bytes) -> str:
        """Return the signature over ``data`` in hexadecimal."""
        return bytes(self._private.sign(data)).hex()


def key_directory() -> Path:
    """Return where this user's key lies: ``REELMAKE_KEYS``, or ``reelmake/`` in the user's configuration directory."""
    named = os.environ.get("REELMAKE_KEYS")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "reelmake"


def own_signer(directory: Path) -> Signer:
    """Return the key kept in a directory; make one, for this user's eyes only, where there is none."""
    path = directory / FILE
    if not path.exists():
        try:
            _create(path)
        except OSError as error:
            raise Internal(
                f"a signing key could not be made: {error.strerror}",
                where=str(path),
                remedy="name a directory you can write to: REELMAKE_KEYS=DIRECTORY",
                reason="NO_KEY",
            ) from error
    return _signer(path)


def own_public_key(directory: Path) -> str:
    """Return the public half of the key kept in a directory; empty where there is none."""
    path = directory / FILE
    return _signer(path).public if path.exists() else ""


def is_signed(data: bytes, signature: str, public: str) -> bool:
    """Say whether ``signature`` over ``data`` was made by the owner of the key ``public``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _create(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    data = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written whole under another name and linked, so that two first approvals at once agree on one key.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        os.close(handle)
        temporary.unlink()


def _signer(path: Path) -> Signer:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    state = path.stat()
    if state.st_uid != os.getuid() or stat.S_IMODE(state.st_mode) & 0o077:
        raise InvariantViolated(
            "others can read or own this signing key",
            where=str(path),
            allowed="a file of your own with mode 600",
            remedy=f"if nobody else can have copied it: chmod 600 {path}; otherwise remove it and approve again",
            reason="KEY_EXPOSED",
        )
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise _no_key(path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _no_key(path)
    public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return Signer(public.hex(), private)


def _no_key(path: Path) -> ValidationFailed:
    return ValidationFailed(
        "this is no signing key",
        where=str(path),
        allowed="an Ed25519 key as reelmake writes it, without a passphrase",
        remedy="take it back from a backup, or remove it: the next approval makes a new one",
        reason="BAD_KEY",
    )
