"""Content digests: blake3 over bytes, files, and a canonical form of plain data."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from blake3 import blake3

DIGEST_PATTERN = r"^[0-9a-f]{64}$"
_MMAP_FROM = 1 << 20
_PARALLEL_FROM = 16 << 20
_SPELLED = frozenset((str, int, bool))


def canonical_bytes(value: object) -> bytes:
    """Return ``value`` as canonical JSON: sorted keys, no spaces, and no floats."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: object) -> str:
    """Return the blake3 hex digest of plain data. Tag the structure: ``digest(("clip", 1, action))``."""
    return blake3(canonical_bytes(value)).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the blake3 hex digest of raw bytes."""
    return blake3(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the blake3 hex digest of a file's content; large files are mapped, not copied."""
    size = path.stat().st_size
    if size < _MMAP_FROM:
        return blake3(path.read_bytes()).hexdigest()
    threads = blake3.AUTO if size >= _PARALLEL_FROM else 1
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return blake3(view, max_threads=threads).hexdigest()


def _plain(value: object) -> Any:
    """Reduce to what JSON can spell in one way only; refuse what it cannot."""
    # Most values are of exactly these types, and asking for one is four times as fast as ``isinstance``.
    if type(value) in _SPELLED or value is None:
        return value
    if type(value) is dict:
        return _plain_mapping(value)
    if type(value) is list or type(value) is tuple:
        return [item if type(item) is str else _plain(item) for item in value]
    return _plain_instance(value)


def _plain_instance(value: object) -> Any:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError(f"a float cannot be hashed ({value!r}): write an integer, a fraction or text")
    raise TypeError(f"cannot hash a {type(value).__name__}")


def _plain_mapping(value: Mapping[object, object]) -> dict[object, Any]:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"a key of hashed data must be text, not {type(key).__name__}: {key!r}")
    return {key: item if type(item) is str else _plain(item) for key, item in value.items()}
