"""What a safety check is: it reads passages and says what it found, or that it could not look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reelmake.documents.safety import SafetyFinding, SafetyPoint

PassageKind = Literal["heading", "action", "speech", "title", "prompt"]


@dataclass(frozen=True)
class Passage:
    """A stretch of text and where it stands."""

    text: str
    kind: PassageKind
    scene_id: str = ""
    line: int = 0
    speaker_id: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a check may know beside the words."""

    point: SafetyPoint = "script"
    language: str = "en"
    minors: frozenset[str] = frozenset()
    """Ids of the characters who are under age."""
    minor_names: frozenset[str] = frozenset()
    """Their names, folded."""
    harmless: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Classifier(Protocol):
    """A check of content. It raises a ReelmakeError when it cannot look, and then nothing passes."""

    @property
    def name(self) -> str:
        """What findings and verdicts call it."""
        ...

    def look(self, passages: Sequence[Passage], around: Surroundings) -> Iterable[SafetyFinding]:
        """Return what it found."""
        ...
