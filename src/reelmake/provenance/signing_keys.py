"""A user's Ed25519 signing key: one file in their configuration directory, readable by them alone."""

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
    """A private key in memory, and its public key."""

    public: str
    _private: Any

    def sign(self, data: bytes) -> str:
        """Return the signature over ``data`` in hexadecimal."""
        return bytes(self._private.sign(data)).hex()


def key_directory() -> Path:
    """Return the directory of this user's key: ``REELMAKE_KEYS``, or ``reelmake/`` in their configuration directory."""
    named = os.environ.get("REELMAKE_KEYS")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "reelmake"


def own_signer(directory: Path) -> Signer:
    """Return the key in a directory; create one, with access for this user only, if there is none."""
    path = directory / FILE
    if not path.exists():
        try:
            _create(path)
        except OSError as error:
            raise Internal(
                f"the signing key could not be created: {error.strerror}",
                where=str(path),
                remedy="set REELMAKE_KEYS to a directory you can write to",
                reason="NO_KEY",
            ) from error
    return _signer(path)


def own_public_key(directory: Path) -> str:
    """Return the public key in a directory; empty if there is none."""
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
    # Written under another name and then linked, so that two processes that create it at once agree on one key.
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
            "this signing key belongs to another user or can be read by others",
            where=str(path),
            allowed="a file that you own, with mode 600",
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
        "this is not a signing key",
        where=str(path),
        allowed="an Ed25519 key as reelmake writes it, without a passphrase",
        remedy="restore it from a backup, or remove it: the next approval creates a new one",
        reason="BAD_KEY",
    )
