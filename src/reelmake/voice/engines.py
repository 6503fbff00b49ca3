"""The speech engines by the name ``config/project.yaml`` calls them. A new engine is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.documents.errors import NotFound, did_you_mean
from reelmake.voice.port import Engine


def _piper() -> Engine:
    from reelmake.voice.piper_engine import PiperEngine

    return PiperEngine()


ENGINES: dict[str, Callable[[], Engine]] = {"piper": _piper}


def engine_named(name: str) -> Engine:
    """Return the engine of a name; loads no model."""
    if name not in ENGINES:
        raise NotFound(
            f'no speech engine is called "{name}"{did_you_mean(name, ENGINES)}',
            where="config/project.yaml: voice.engine",
            allowed=", ".join([*sorted(ENGINES), "none"]),
            reason="UNKNOWN_ENGINE",
        )
    return ENGINES[name]()
