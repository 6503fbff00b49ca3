"""The speech engines by their names in ``config/project.yaml``. A new engine is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reelmake.crafts.voice.port import Engine

if TYPE_CHECKING:
    from reelmake.crafts.voice.kokoro_engine import OwnVoices


def _piper() -> Engine:
    from reelmake.crafts.voice.piper_engine import PiperEngine

    return PiperEngine()


def _kokoro() -> Engine:
    from reelmake.crafts.voice.kokoro_engine import KokoroEngine

    return KokoroEngine()


def _espeak() -> Engine:
    from reelmake.crafts.voice.espeak_engine import EspeakEngine

    return EspeakEngine()


ENGINES: dict[str, Callable[[], Engine]] = {"piper": _piper, "kokoro": _kokoro, "espeak-ng": _espeak}
"""Creating an engine loads no model."""


def engines_with(own: OwnVoices | None) -> Mapping[str, Callable[[], Engine]]:
    """Return the engines; Kokoro also has the voices of the project's own file, if there is one."""

    def with_own() -> Engine:
        from reelmake.crafts.voice.kokoro_engine import KokoroEngine

        return KokoroEngine(own)

    return {**ENGINES, "kokoro": with_own} if own else ENGINES
