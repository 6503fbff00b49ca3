"""Plain data as YAML that people can edit, and that reads back as exactly the same data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*(?: [A-Za-z0-9_/.-]+)*")
_WORDS_THAT_MEAN_SOMETHING = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LONGEST_IN_LINE = 100


def yaml_text(value: Mapping[str, object]) -> str:
    """Return a map of maps, lists, texts, whole numbers and truth values as YAML."""
    return "\n".join(_block(value, "")) + "\n"


def scalar(value: object) -> str:
    """Return one value as YAML writes it: text in quotes wherever it could be taken for anything else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(f"YAML for people holds no {type(value).__name__}")
    return value if is_plain(value) else f'"{"".join(map(_escaped, value))}"'


def is_plain(text: str) -> bool:
    """Say whether a text may stand without quotes."""
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS_THAT_MEAN_SOMETHING


def _block(value: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, item in value.items():
        start, flat = f"{indent}{scalar(key)}:", _flow(item)
        if isinstance(item, Mapping) and (_is_deep(item) or len(start) + len(flat) >= _LONGEST_IN_LINE):
            yield start
            yield from _block(item, indent + "  ")
        else:
            yield f"{start} {flat}"


def _is_deep(value: Mapping[str, object]) -> bool:
    return any(isinstance(inner, Mapping) and inner for inner in value.values())


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # YAML allows no control characters, and takes some others for line ends.
    if not char.isprintable() and char != " ":
        code = ord(char)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char
