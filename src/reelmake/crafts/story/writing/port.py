"""The port behind which every writer stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reelmake.documents.context_pack import ContextPack
from reelmake.documents.verdict import Finding
from reelmake.documents.writing import EpisodePlan


@dataclass(frozen=True)
class Objection:
    """One thing found in an earlier version, and which version."""

    round: int
    finding: Finding


@dataclass(frozen=True)
class Order:
    """What a writer is given: the pack, and what was found in its earlier versions. Nothing else reaches it."""

    pack: ContextPack
    objections: tuple[Objection, ...] = ()
    previous: str = ""
    """The version before, as Fountain text."""

    @property
    def round(self) -> int:
        """Return which version is asked for, from 1."""
        return max((objection.round for objection in self.objections), default=0) + 1


@dataclass(frozen=True)
class Draft:
    """What a writer made of an order."""

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
        """Return who writes: grammar, or model:<name>."""
        ...

    def write(self, order: Order) -> Draft:
        """Return a version of the screenplay; raise a ReelmakeError when none can be written."""
        ...
