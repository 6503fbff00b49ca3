"""What distinguishes one signed chain from another, and what reading one returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from reelmake.documents.chain import ChainEntry, ChainHead
from reelmake.kernel.digest import canonical_bytes
from reelmake.kernel.errors import InvariantViolated

E = TypeVar("E", bound=ChainEntry)


def _no_problem(_entry: Any) -> str:
    return ""


@dataclass(frozen=True)
class ChainKind(Generic[E]):
    """The documents of a chain, the tag under which they are signed, and the words its error messages use."""

    entry: type[E]
    head: type[ChainHead]
    tag: str
    """Precedes everything that is signed, so that a signature for one kind of chain is invalid in another"""
    name: str
    """The chain in an error message: ``the record of approvals``"""
    plural: str
    """Its entries in an error message: ``decisions``"""
    reason: str
    """What the stable reasons of its errors begin with: ``APPROVALS``"""
    forget_command: str
    """The command that accepts an older state that was restored on purpose"""
    problem_of: Callable[[E], str] = _no_problem
    """What an entry contradicts within itself; empty when nothing"""
    unsigned_start: bool = False
    """Whether the chain may begin with entries from a time when they were not signed"""

    def signed_bytes(self, document: dict[str, Any]) -> bytes:
        """Return the bytes that an entry's or a head's signature covers, from its data as it is written."""
        bare = {name: value for name, value in document.items() if name != "signature"}
        return f"{self.tag}\n".encode() + canonical_bytes(bare)

    def broken(self, path: Path, line: int, what: str, remedy: str = "") -> InvariantViolated:
        """Return the error for a chain whose files are not as they were written."""
        return InvariantViolated(
            f"{self.name} is broken: {what}",
            where=f"{path}:{line}",
            allowed=f"all {self.plural} as they were written and in their order; entries are only ever added",
            remedy=remedy
            or "restore the file and the signed head beside it from version control or a backup; "
            f"no {self.plural} count until then",
            reason=f"{self.reason}_BROKEN",
        )

    def rolled_back(self, path: Path, seen: int, found: int) -> InvariantViolated:
        """Return the error for a chain that lacks entries this user has seen before."""
        return InvariantViolated(
            f"you have seen {seen} {self.plural} here before, and the {found} here now do not continue them",
            where=str(path),
            allowed="a chain that continues what was seen before",
            remedy="restore the newer files from version control; if you restored an older state on purpose: "
            + self.forget_command,
            reason=f"{self.reason}_ROLLED_BACK",
        )


@dataclass(frozen=True)
class Chain(Generic[E]):
    """The entries of a chain, all verified, and the blake3 of each as it is written."""

    entries: tuple[E, ...] = ()
    digests: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainPosition:
    """What the next entry of a chain has to state: its number, the entry before it, and the key that signs it."""

    number: int
    previous: str
    key: str
