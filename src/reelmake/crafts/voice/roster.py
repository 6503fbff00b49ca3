"""Which of this machine's engines speaks for whom: the one that is asked for, or the next best that can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reelmake.crafts.voice.port import Engine, VoiceSettings
from reelmake.kernel.errors import NotFound, one_line

FALLBACKS = ("piper", "espeak-ng")
"""Engines that speak for one that cannot, best first."""


@dataclass(frozen=True)
class Choice:
    """The engine that speaks, if any, and why it is not the one that was asked for."""

    engine: Engine | None
    problem: str = ""


@dataclass
class Roster:
    """The engines a series may use. Each is asked once whether it is here and speaks the language."""

    register: Mapping[str, Callable[[], Engine]]
    usual: str
    language: str
    _asked: dict[str, Choice] = field(default_factory=dict)

    def choose(self, asked: str = "", *, but: str = "") -> Choice:
        """Return an engine for a character who asks for one by name, or for the project's; never ``but``."""
        wanted = self._look(asked or self.usual)
        if wanted.engine is not None and wanted.engine.name != but:
            return wanted
        for name in (self.usual, *FALLBACKS):
            other = self._look(name).engine if name != but and name in self.register else None
            if other is not None:
                return Choice(other, wanted.problem)
        return wanted if not but else Choice(None, wanted.problem)

    def _look(self, name: str) -> Choice:
        if name not in self._asked:
            self._asked[name] = self._ask(name)
        return self._asked[name]

    def _ask(self, name: str) -> Choice:
        if name not in self.register:
            return Choice(None, f"no engine is called {one_line(name, 40)}")
        engine = self.register[name]()
        if self.language not in engine.languages:
            return Choice(None, f"engine {name} speaks {', '.join(engine.languages)}, not {self.language}")
        try:
            engine.action_for("", VoiceSettings())
        except NotFound:
            # The text goes into documents, so it says the same in a checkout and where pip installed reelmake.
            extra = f" (extra {engine.extra})" if engine.extra else ""
            return Choice(None, f"engine {name} is not installed{extra}")
        return Choice(engine)
