"""Chooses the engine for a character: the requested one, or the best available fallback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reelmake.crafts.voice.port import Engine, VoiceSettings
from reelmake.kernel.errors import NotFound, one_line

FALLBACKS = ("piper", "espeak-ng")
"""Fallback engines, best first."""


@dataclass(frozen=True)
class EngineChoice:
    """The chosen engine, if any, and why it is not the requested one."""

    engine: Engine | None
    problem: str = ""


@dataclass
class Roster:
    """The engines of a series. Each is checked once: whether it is installed and speaks the language."""

    engines: Mapping[str, Callable[[], Engine]]
    usual: str
    language: str
    _checked: dict[str, EngineChoice] = field(default_factory=dict)

    def choose(self, asked: str = "", *, excluding: str = "") -> EngineChoice:
        """Return the engine ``asked`` for, by default the project's, or a fallback; never ``excluding``."""
        wanted = self._available(asked or self.usual)
        if wanted.engine is not None and wanted.engine.name != excluding:
            return wanted
        for name in (self.usual, *FALLBACKS):
            other = self._available(name).engine if name != excluding and name in self.engines else None
            if other is not None:
                return EngineChoice(other, wanted.problem)
        return wanted if not excluding else EngineChoice(None, wanted.problem)

    def _available(self, name: str) -> EngineChoice:
        if name not in self._checked:
            self._checked[name] = self._check(name)
        return self._checked[name]

    def _check(self, name: str) -> EngineChoice:
        if name not in self.engines:
            return EngineChoice(None, f"there is no engine {one_line(name, 40)}")
        engine = self.engines[name]()
        if self.language not in engine.languages:
            return EngineChoice(None, f"engine {name} speaks {', '.join(engine.languages)}, not {self.language}")
        try:
            engine.action_for("", VoiceSettings())
        except NotFound:
            # The text goes into documents, so it must not depend on how reelmake is installed.
            extra = f" (extra {engine.extra})" if engine.extra else ""
            return EngineChoice(None, f"engine {name} is not installed{extra}")
        return EngineChoice(engine)
