"""The speech engines by the name ``config/project.yaml`` calls them. A new engine is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.voice.port import Engine


def _piper() -> Engine:
    from reelmake.voice.piper_engine import PiperEngine

    return PiperEngine()


def _kokoro() -> Engine:
    from reelmake.voice.kokoro_engine import KokoroEngine

    return KokoroEngine()


def _espeak() -> Engine:
    from reelmake.voice.espeak_engine import EspeakEngine

    return EspeakEngine()


ENGINES: dict[str, Callable[[], Engine]] = {"piper": _piper, "kokoro": _kokoro, "espeak-ng": _espeak}
"""Making one loads no model."""
