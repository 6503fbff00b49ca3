"""The interface of writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reelmake.documents.context_pack import ContextPack
from reelmake.documents.verdict import Finding
from reelmake.documents.writing import EpisodePlan


@dataclass(frozen=True)
class Objection:
    """One finding in an earlier version."""

    round: int
    finding: Finding


@dataclass(frozen=True)
class Order:
    """Everything a writer is given: the pack, and the objections to its earlier versions."""

    pack: ContextPack
    objections: tuple[Objection, ...] = ()
    previous: str = ""
    """The last version, as Fountain text."""

    @property
    def round(self) -> int:
        """Return the number of the version to write, from 1."""
        return max((objection.round for objection in self.objections), default=0) + 1


@dataclass(frozen=True)
class DraftVersion:
    """One version of the screenplay, and how it was written."""

    screenplay: str
    writer: str
    plan: EpisodePlan
    cells: tuple[str, ...] = ()
    action: str = ""
    notes: tuple[str, ...] = ()


class Writer(Protocol):
    """Turns an order into a screenplay."""

    @property
    def name(self) -> str:
        """Return the writer's name: grammar, or model:<name>."""
        ...

    def write(self, order: Order) -> DraftVersion:
        """Return a version of the screenplay; raise a ReelmakeError when none can be written."""
        ...
