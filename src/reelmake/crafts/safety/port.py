"""The interface of safety checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reelmake.documents.safety import SafetyFinding, SafetyPoint

PassageKind = Literal["heading", "action", "speech", "title", "prompt"]


@dataclass(frozen=True)
class Passage:
    """A text and where it is from."""

    text: str
    kind: PassageKind
    scene_id: str = ""
    line: int = 0
    speaker_id: str = ""


@dataclass(frozen=True)
class CheckContext:
    """What a check knows besides the passages."""

    point: SafetyPoint = "script"
    language: str = "en"
    minors: frozenset[str] = frozenset()
    """Ids of the characters that are minors."""
    minor_names: frozenset[str] = frozenset()
    """Their names, folded."""
    harmless: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Classifier(Protocol):
    """A content check. It raises a ReelmakeError when it fails to run; the verdict is then FAIL."""

    @property
    def name(self) -> str:
        """Its name in findings and verdicts."""
        ...

    def check(self, passages: Sequence[Passage], context: CheckContext) -> Iterable[SafetyFinding]:
        """Return the findings in some passages."""
        ...
